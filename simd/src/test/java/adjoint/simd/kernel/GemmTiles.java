package adjoint.simd.kernel;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes what the tiles of the GatherGemm and PackedGemm families compute: the statements of {@code run} are the same but for the numbers
 * of rows and vectors, which a file's name says.
 *
 * <p>{@link KernelFilesTest} holds the files to this. To change all of them, change it here and run this file, with the folder
 * {@code simd} as the current one.
 */
final class GemmTiles {

    static final KernelFiles FILES = new KernelFiles(
            Pattern.compile("(Gather|Packed)Gemm(\\d+)x(\\d)v(Planes?|Lines)?\\.java"), GemmTiles::statements);

    /** Tiles for 16 registers: C2 keeps a second place for sums that live through two loops, and then keeps some in memory. */
    private static final Set<String> ADDING_TO_C = Set.of("3x3", "5x2", "6x2");

    private static final String PANEL = """
                    MemorySegment panel = b.segment();
                    long bBytes = bAt * NativeFloats.BYTES;
            """;

    private static final String START_OF_RUN = """
                    for (int run = 0; run < runs.length; run += InputRuns.NUMBERS) {
                        int at = runs[run + InputRuns.AT];
                        %s;
                        int length = Math.min(runs[run + InputRuns.LENGTH], InputRuns.MAX_LENGTH);
            """;

    /** How a tile finds its inputs. */
    private enum Inputs {
        /** The floats of a run are neighbours: C2 checks their indices once for a run. */
        RUN,
        /** Likewise, and the panel is in native memory. */
        LINES,
        /** They are a step apart, and rows are neighbours. */
        PLANE,
        /** They are a step apart. */
        PLANES;

        String index(int row) {
            return switch (this) {
                case RUN, LINES -> "a%d + k".formatted(row);
                case PLANES -> "a%d + ak".formatted(row);
                case PLANE -> row == 0 ? "ak" : "ak + " + row;
            };
        }
    }

    private GemmTiles() {
    }

    /** Rewrites all files. */
    public static void main(String[] args) throws IOException {
        FILES.rewrite();
    }

    private static String statements(Matcher name, String text) {
        int rows = Integer.parseInt(name.group(2));
        int vectors = Integer.parseInt(name.group(3));
        Inputs inputs = name.group(4) != null
                ? Inputs.valueOf(name.group(4).toUpperCase(Locale.ROOT))
                : Inputs.RUN;
        return name.group(1).equals("Packed")
                ? packed(rows, vectors, text.contains("int PITCH =") ? "" : "PackedGemm6x2v.")
                : body(rows, vectors, inputs);
    }

    private static String body(int rows, int vectors, Inputs inputs) {
        return addsToC(rows, vectors) ? addingToC(rows, vectors, inputs) : inRegisters(rows, vectors, inputs);
    }

    private static boolean addsToC(int rows, int vectors) {
        return ADDING_TO_C.contains(rows + "x" + vectors);
    }

    /** Sums stay in registers from the first run to the last. */
    private static String inRegisters(int rows, int vectors, Inputs inputs) {
        return """
                %s%s%s%s%s%s%s        }
                %s""".formatted(
                inputs == Inputs.LINES ? PANEL : "",
                KernelFiles.each(inputs == Inputs.PLANE ? 1 : rows,
                        i -> "        int r%d = rowAt[row + %d];\n".formatted(i, i)),
                KernelFiles.each(vectors,
                        j -> "        FloatVector c0%s = %s;\n".formatted(letter(j),
                                load(inputs, inputs == Inputs.LINES ? "bBytes" : "bAt", j))),
                KernelFiles.each(rows - 1, i -> KernelFiles.each(vectors,
                        j -> "        FloatVector c%d%s = c0%2$s;\n".formatted(i + 1, letter(j)))),
                startOfRun(inputs),
                inputs == Inputs.PLANE
                        ? "            int ak = r0 + at;\n"
                        : KernelFiles.each(rows, i -> "            int a%d = r%d + at;\n".formatted(i, i)),
                steps(rows, vectors, inputs),
                stores(rows, vectors, "        "));
    }

    /** Sums stay in registers for the steps of a run, and in C between runs. */
    private static String addingToC(int rows, int vectors, Inputs inputs) {
        return """
                %s%s%s%s%s%s%s        }
                """.formatted(
                KernelFiles.each(vectors, j -> "        FloatVector b0%s = FloatVector.fromArray(S, b, bAt%s);\n"
                        .formatted(letter(j), plus(j))),
                KernelFiles.each(rows,
                        i -> KernelFiles.each(vectors, j -> "        b0%s.intoArray(c, cAt + outAt[row + %d]%s);\n"
                                .formatted(letter(j), i, plus(j)))),
                startOfRun(inputs),
                inputs == Inputs.PLANE
                        ? "            int ak = rowAt[row] + at;\n"
                        : KernelFiles.each(rows, i -> "            int a%d = rowAt[row + %d] + at;\n".formatted(i, i)),
                KernelFiles.each(rows, i -> KernelFiles.each(vectors,
                        j -> "            FloatVector c%d%s = FloatVector.fromArray(S, c, cAt + outAt[row + %1$d]%s);\n"
                                .formatted(i, letter(j), plus(j)))),
                steps(rows, vectors, inputs),
                stores(rows, vectors, "            "));
    }

    /** Both factors are packed, and there is one run; fences as where rows are in planes. */
    private static String packed(int rows, int vectors, String constants) {
        return """
                        int length = Math.min(steps, %sMAX_LENGTH);
                %s        int ak = aAt;
                        int bk = bAt;
                        for (int k = 0; k < length; k++) {
                %s%s            ak++;
                            bk += NR;
                        }
                %s""".formatted(constants,
                KernelFiles.each(rows, i -> KernelFiles.each(vectors,
                        j -> "        FloatVector c%d%s = FloatVector.fromArray(S, s, sAt + startAt[row + %1$d]%s);\n"
                                .formatted(i, letter(j), plus(j)))),
                KernelFiles.each(vectors, j -> "            FloatVector b%s = FloatVector.fromArray(S, b, bk%s);\n"
                        .formatted(letter(j), plus(j))),
                KernelFiles.each(rows, i -> "            %sv = FloatVector.broadcast(S, a[ak%s]);\n"
                        .formatted(i == 0 ? "FloatVector " : "",
                                i == 0 ? "" : " + %d * %sPITCH".formatted(i, constants))
                        + KernelFiles.each(vectors,
                                j -> "            c%d%s = v.fma(b%2$s, c%1$d%2$s);\n".formatted(i, letter(j)))
                        + (i < rows - 1 ? "            VarHandle.acquireFence();\n" : "")),
                stores(rows, vectors, "        "));
    }

    private static String startOfRun(Inputs inputs) {
        return START_OF_RUN.formatted(inputs == Inputs.LINES
                ? "long bRun = bBytes + (NR + runs[run + InputRuns.STEP] * NR) * NativeFloats.BYTES"
                : "int bk = bAt + NR + runs[run + InputRuns.STEP] * NR");
    }

    private static String steps(int rows, int vectors, Inputs inputs) {
        // Where registers are few, rows are multiplied after each other, so that few of their inputs are in registers.
        boolean fences = inputs == Inputs.PLANES && addsToC(rows, vectors);
        return """
                %s            for (int k = 0; k < length; k++) {
                %s%s%s            }
                """.formatted(
                inputs == Inputs.PLANES ? "            int ak = 0;\n" : "",
                loads(vectors, inputs),
                KernelFiles.each(rows, i -> "                %sv = FloatVector.broadcast(S, a[%s]);\n"
                        .formatted(i == 0 ? "FloatVector " : "", inputs.index(i))
                        + KernelFiles.each(vectors, j -> "                c%d%s = v.fma(b%2$s, c%1$d%2$s);\n"
                                .formatted(i, letter(j)))
                        + (fences && i < rows - 1 ? "                VarHandle.acquireFence();\n" : "")),
                inputs == Inputs.RUN || inputs == Inputs.LINES ? "" : "                ak += step;\n");
    }

    /** A step of the panel. */
    private static String loads(int vectors, Inputs inputs) {
        String loads = KernelFiles.each(vectors,
                j -> "                FloatVector b%s = %s;\n".formatted(letter(j), load(inputs, "bk", j)));
        return inputs == Inputs.LINES
                ? "                long bk = bRun + k * (NR * NativeFloats.BYTES);\n" + loads
                : loads + "                bk += NR;\n";
    }

    private static String load(Inputs inputs, String place, int vector) {
        return inputs == Inputs.LINES
                ? "FloatVector.fromMemorySegment(S, panel, %s%s, NativeFloats.ORDER)"
                        .formatted(place, KernelFiles.plus(vector, "Lanes.BYTES"))
                : "FloatVector.fromArray(S, b, %s%s)".formatted(place, plus(vector));
    }

    private static String stores(int rows, int vectors, String indent) {
        return KernelFiles.each(rows,
                i -> KernelFiles.each(vectors, j -> indent + "c%d%s.intoArray(c, cAt + outAt[row + %1$d]%s);\n"
                        .formatted(i, letter(j), plus(j))));
    }

    private static char letter(int vector) {
        return (char) ('a' + vector);
    }

    private static String plus(int vector) {
        return KernelFiles.plus(vector, "Lanes.F32");
    }
}
