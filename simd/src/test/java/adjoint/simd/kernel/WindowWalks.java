package adjoint.simd.kernel;

import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes what the kernels compute that walk along an image: the statements of {@code run} are the same but for the number of taps and the
 * stride, which a file's name says, and for what is walked along: two rows of pixels, a column of vectors or of floats, a run of a plane.
 *
 * <p>{@link KernelFilesTest} holds the files to this. To change all of them, change it here and run this file, with the folder
 * {@code simd} as the current one.
 */
final class WindowWalks {

    static final KernelFiles FILES = new KernelFiles(
            Pattern.compile("Channel(Window)(\\d)x\\2(Stride2)?\\.java|Plane(Window|Column|Run)(\\d)x\\5\\.java"
                    + "|Group(Window)(\\d)x\\7(By(\\d))?\\.java"),
            WindowWalks::statements);
    /** The largest window whose weights all stay in registers. */
    private static final int KEPT = 3;
    /** The sums of two rows of outputs. */
    private static final List<String> ROWS = List.of("r0t", "r1t");

    private static final String STORED_LANES = "        VectorMask<Float> stored = Lanes.within(channel, channels);\n";

    private WindowWalks() {
    }

    /** Rewrites all files. */
    public static void main(String[] args) throws IOException {
        FILES.rewrite();
    }

    private static String statements(Matcher name, String text) {
        if (name.group(1) != null) {
            return channels(Integer.parseInt(name.group(2)), name.group(3) == null ? 1 : 2);
        }
        if (name.group(6) != null) {
            return groups(Integer.parseInt(name.group(7)), name.group(8) == null ? 1 : Integer.parseInt(name.group(9)));
        }
        int taps = Integer.parseInt(name.group(5));
        return switch (name.group(4)) {
            case "Window" -> plane(taps);
            case "Column" -> column(taps);
            default -> run(taps);
        };
    }

    /** Down the columns of one plane, a vector of them at a time: rows are walked along. */
    private static String plane(int taps) {
        String masks = KernelFiles.each(taps,
                kw -> "        VectorMask<Float> within%d = Lanes.within(column%s, columns);\n"
                        .formatted(kw, KernelFiles.plus(kw, "")))
                + "        VectorMask<Float> stored = Lanes.within(0, lanes);\n";
        return weights(taps, "FloatVector.broadcast(S, w[wAt%s])", "") + masks
                + down(taps, "FloatVector", "FloatVector.fromArray(S, a, at%1$s, within%2$d)",
                        t -> "t%d.intoArray(c, out, stored);\n".formatted(t));
    }

    /** Down one column of one plane. */
    private static String column(int taps) {
        String within = KernelFiles.each(taps,
                kw -> "        boolean within%1$d = column >= -%1$d && column%2$s < columns;\n"
                        .formatted(kw, KernelFiles.plus(kw, "")).replace("-0", "0"));
        return weights(taps, "w[wAt%s]", "").replace("FloatVector", "float") + within
                + down(taps, "float", "within%2$d ? a[at%1$s] : 0", t -> "c[out] = t%d;\n".formatted(t))
                        .replaceAll("v\\.fma\\(", "Math.fma(v, ");
    }

    private static String down(int taps, String type, String load, IntFunction<String> store) {
        String column = KernelFiles.each(taps, kw -> "            %sv = %s;\n"
                .formatted(kw == 0 ? type + " " : "", load.formatted(KernelFiles.plus(kw, ""), kw))
                + down(taps, t -> multiplied("t", t, "v", "w%d%d".formatted(t, kw))));
        return walk(taps, List.of("t"), "row", "y", "pitch", "outPitch", column, store).replace("FloatVector t",
                type + " t");
    }

    /** Along the memory of a plane. */
    private static String run(int taps) {
        String rows = KernelFiles.each(taps,
                kh -> "            if (has%d) {\n".formatted(kh)
                        + KernelFiles.each(taps,
                                kw -> "                sum = FloatVector.fromArray(S, a, row%d + x%s).fma(w%1$d%3$d, sum);\n"
                                        .formatted(kh, KernelFiles.plus(kw, ""), kw))
                        + "            }\n");
        return KernelFiles.each(taps,
                kh -> "        boolean has%d = (outside & 1%s) == 0;\n".formatted(kh, kh == 0 ? "" : " << " + kh))
                + weights(taps, "FloatVector.broadcast(S, w[wAt%s])", "")
                + KernelFiles.each(taps,
                        kh -> "        int row%d = %s;\n".formatted(kh,
                                kh == 0 ? "aAt" : "row%d + pitch".formatted(kh - 1)))
                + """
                        for (int x = 0; x <= floats - Lanes.F32; x += Lanes.F32) {
                            FloatVector sum = init;
                """ + rows + """
                            sum.intoArray(c, cAt + x);
                        }
                """;
    }

    /** Along two rows of pixels, a vector of their channels: columns are walked along. */
    private static String channels(int taps, int stride) {
        boolean byLines = isKept(taps) && stride == 2;
        String store = """
                r0t%1$d.intoArray(c, out);
                                r1t%1$d.intoArray(c, out + outRow);
                """.replace(");", byLines ? ", stored);" : ");");
        String known = (byLines ? STORED_LANES : "") + (isKept(taps)
                ? edges(taps, stride) + weights(taps, "FloatVector.fromArray(S, w, wAt%s)", "Lanes.F32")
                : "        FloatVector init = %s;\n        FloatVector none = FloatVector.zero(S);\n"
                        .formatted(weight(taps * taps)));
        return known + (stride == 1
                ? walk(taps, ROWS, "column", "x", "pixel", "outPixel", column(taps, 1, 0), store::formatted)
                : strides(taps, store::formatted));
    }

    /** As {@link #channels}, for groups of which a vector holds several: some swaps of lanes in one walk. */
    private static String groups(int taps, int swaps) {
        String store = """
                FloatVector row0 = r0t%1$d;
                                FloatVector row1 = r1t%1$d;
                                if (adds) {
                                    row0 = row0.add(FloatVector.fromArray(S, c, out));
                                    row1 = row1.add(FloatVector.fromArray(S, c, out + outRow));
                                }
                                if (bothRows) {
                                    row0.intoArray(c, out);
                                }
                                row1.intoArray(c, out + outRow);
                """;
        return """
                        boolean adds = swap != 0;
                        boolean bothRows = outRow != 0;
                """ + edges(taps, 1) + KernelFiles.each(swaps, swap -> """
                        VectorShuffle<Float> swap%1$d = FloatVector.fromArray(S, SWAPS, %2$s * Lanes.F32).toShuffle();
                """.formatted(swap, swap == 0 ? "swap" : "(swap + %d)".formatted(swap)) + KernelFiles.each(taps * taps,
                i -> "        FloatVector w%d%d%d = %s;\n".formatted(swap, i / taps, i % taps,
                        weight(swap * (taps * taps + 1) + i))))
                + "        FloatVector init = %s;\n".formatted(weight(taps * taps))
                + walk(taps, ROWS, "column", "x", "pixel", "outPixel", swapBySwap(taps, swaps), store::formatted);
    }

    /** A row of inputs at a time, its lanes swapped in each way. */
    private static String swapBySwap(int taps, int swaps) {
        return KernelFiles.each(swaps, swap -> "            FloatVector v%d;\n".formatted(swap))
                + KernelFiles.each(taps + 1, row -> onlyIfInside(taps, 1, row, """
                                    v0 = FloatVector.fromArray(S, a, at%s);
                        """.formatted(rows(row))
                        + down(swaps, swap -> "            v%d = v0.rearrange(swap%1$d);\n".formatted(swap))
                        + KernelFiles.each(swaps, swap -> (row < taps
                                ? down(taps,
                                        t -> multiplied("r0t", t, "v" + swap, "w%d%d%d".formatted(swap, row, t)))
                                : "")
                                + (row > 0
                                        ? down(taps, t -> multiplied("r1t", t, "v" + swap,
                                                "w%d%d%d".formatted(swap, row - 1, t)))
                                        : ""))));
    }

    private static String weight(int vector) {
        return "FloatVector.fromArray(S, w, wAt%s)".formatted(vectors(vector));
    }

    /** Whether the first and the last row of inputs lie in the image. */
    private static String edges(int taps, int stride) {
        return "        boolean hasFirst = (outside & 1) == 0;\n        boolean hasLast = (outside & 1 << %d) == 0;\n"
                .formatted(taps + stride - 1);
    }

    private static String onlyIfInside(int taps, int stride, int row, String statements) {
        return row == 0
                ? onlyIf("hasFirst", statements)
                : row == taps + stride - 1 ? onlyIf("hasLast", statements) : statements;
    }

    private static boolean isKept(int taps) {
        return taps <= KEPT;
    }

    /**
     * What is done with a column of inputs.
     *
     * @param first the least tap that meets it; the others are strides apart, and sums are named after what they meet with tap 0 among
     *              those at hand
     */
    private static String column(int taps, int stride, int first) {
        return isKept(taps) ? rowByRow(taps, stride, first) : weightByWeight(taps, stride, first);
    }

    /** A row of inputs at a time, multiplied by weights that are kept in registers. */
    private static String rowByRow(int taps, int stride, int first) {
        return "            FloatVector v;\n" + KernelFiles.each(taps + stride, row -> {
            String all = "            v = FloatVector.fromArray(S, a, at%s);\n".formatted(rows(row))
                    + (row < taps
                            ? met(taps, stride, first,
                                    t -> multiplied("r0t", t - first, "v", "w%d%d".formatted(row, t)))
                            : "")
                    + (row >= stride
                            ? met(taps, stride, first,
                                    t -> multiplied("r1t", t - first, "v", "w%d%d".formatted(row - stride, t)))
                            : "");
            return onlyIfInside(taps, stride, row, all);
        });
    }

    /** A weight at a time, multiplied by inputs of two rows, a stride apart. */
    private static String weightByWeight(int taps, int stride, int first) {
        return KernelFiles.each(stride, row -> loaded(taps, stride, row)) + KernelFiles.each(taps,
                kh -> loaded(taps, stride, kh + stride) + met(taps, stride, first,
                        t -> "            %sb = %s;\n"
                                .formatted(kh == 0 && t + stride >= taps ? "FloatVector " : "", weight(kh * taps + t))
                                + multiplied("r0t", t - first, held(kh, stride), "b")
                                + multiplied("r1t", t - first, held(kh + stride, stride), "b")));
    }

    private static String loaded(int taps, int stride, int row) {
        int beyond = taps / 2;
        return "            %s%s = %s;\n".formatted(row <= stride ? "FloatVector " : "", held(row, stride),
                row < beyond || row >= taps + stride - beyond
                        ? "(outside & 1%s) == 0 ? FloatVector.fromArray(S, a, at%s) : none"
                                .formatted(row == 0 ? "" : " << " + row, rows(row))
                        : "FloatVector.fromArray(S, a, at%s)".formatted(rows(row)));
    }

    /** As many rows are held as one and the next row of outputs span at a tap. */
    private static String held(int row, int stride) {
        return "v" + row % (stride + 1);
    }

    /** The taps that meet a column, the last one first. */
    private static String met(int taps, int stride, int first, IntFunction<String> line) {
        return down(taps, t -> t >= first && (t - first) % stride == 0 ? line.apply(t) : "");
    }

    /** The walk with stride 2: every second column is the first of an output. */
    private static String strides(int taps, IntFunction<String> store) {
        String column = """
                            if (column >= 0 && column < inputs) {
                %s            }
                """;
        return """
                        // The outputs whose last tap is the one at hand, then those whose last tap but two is, and so on.
                %1$s        int column = -lo;
                        int at = aAt - lo * pixel;
                        int out = cAt - %2$s;
                        for (int x = -%3$d; x < outputs; x++) {
                %4$s%5$s            if (x >= 0) {
                                %6$s            }
                            column++;
                            at += pixel;
                %7$s            column++;
                            at += pixel;
                            out += outPixel;
                %8$s        }
                """.formatted(
                met(taps, 2, 2, t -> forAll(ROWS, sum -> "        FloatVector %s%d = init;\n".formatted(sum, t))),
                taps / 2 == 1 ? "outPixel" : taps / 2 + " * outPixel", taps / 2,
                forAll(ROWS, sum -> "            FloatVector %s0 = init;\n".formatted(sum)),
                column.formatted(column(taps, 2, 0).indent(4)), store.apply(taps - 1),
                column.formatted(column(taps, 2, 1).indent(4)),
                met(taps, 2, 2,
                        t -> forAll(ROWS, sum -> "            %1$s%2$d = %1$s%3$d;\n".formatted(sum, t, t - 2))));
    }

    /**
     * The walk itself.
     *
     * @param sums  the sums of each row of outputs, of which that with number t is at its tap t
     * @param axis  what is counted in the image
     * @param place what is counted in the outputs
     * @param work  what is done with each column or row of the image
     * @param store of the outputs that have met their last tap
     */
    private static String walk(int taps, List<String> sums, String axis, String place, String step, String outStep,
            String work, IntFunction<String> store) {
        String stores = """
                            if (%s >= 0) {
                                %s            }
                """.formatted(place, store.apply(taps - 1));
        return """
                        // The outputs whose last tap is the one at hand, then those whose last tap but one is, and so on.
                %1$s        int from = Math.max(0, -lo);
                        int end = Math.min(inputs, outputs + %2$d - lo);
                        int %3$s = from + lo - %2$d;
                        int at = aAt + from * %5$s;
                        int out = cAt + %3$s * %6$s;
                        for (int %4$s = from; %4$s < end; %4$s++) {
                %7$s%8$s%9$s%10$s            at += %5$s;
                            out += %6$s;
                            %3$s++;
                        }
                        for (; %3$s < outputs; %3$s++) {
                %9$s%11$s            out += %6$s;
                        }
                """.formatted(
                down(taps,
                        t -> t == 0 ? "" : forAll(sums, sum -> "        FloatVector %s%d = init;\n".formatted(sum, t))),
                taps - 1, place, axis, step, outStep,
                forAll(sums, sum -> "            FloatVector %s0 = init;\n".formatted(sum)), work, stores,
                down(taps, t -> t < 1 ? "" : moved(sums, t)), down(taps, t -> t < 2 ? "" : moved(sums, t)));
    }

    private static String moved(List<String> sums, int tap) {
        return forAll(sums, sum -> "            %1$s%2$d = %1$s%3$d;\n".formatted(sum, tap, tap - 1));
    }

    private static String multiplied(String sum, int tap, Object input, String weight) {
        return "            %1$s%2$d = %3$s.fma(%4$s, %1$s%2$d);\n".formatted(sum, tap, input, weight);
    }

    /** All weights in registers, and what outputs start with. */
    private static String weights(int taps, String load, String unit) {
        return KernelFiles.each(taps * taps, i -> "        FloatVector w%d%d = %s;\n".formatted(i / taps, i % taps,
                load.formatted(KernelFiles.plus(i, unit))))
                + "        FloatVector init = %s;\n".formatted(load.formatted(KernelFiles.plus(taps * taps, unit)));
    }

    private static String vectors(int count) {
        return KernelFiles.plus(count, "Lanes.F32");
    }

    private static String rows(int count) {
        return KernelFiles.plus(count, "rowStep");
    }

    private static String onlyIf(String condition, String statements) {
        return "            if (%s) {\n%s            }\n".formatted(condition, statements.indent(4));
    }

    private static String forAll(List<String> names, UnaryOperator<String> line) {
        return names.stream().map(line).collect(Collectors.joining());
    }

    private static String down(int count, IntFunction<String> line) {
        return KernelFiles.each(count, i -> line.apply(count - 1 - i));
    }
}
