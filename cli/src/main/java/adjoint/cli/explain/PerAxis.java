package adjoint.cli.explain;

import adjoint.geometry.Geometry;
import adjoint.geometry.Padding;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Values of each axis as they are written on the command line: {@code 4x4}, {@code SAME}, {@code 1,0x2,1}. */
final class PerAxis {

    private PerAxis() {}

    /** One number for each axis, which sets the rank. */
    static List<Integer> numbers(String name, String text) {
        List<Integer> numbers = split(name, text, PerAxis::number, "whole numbers joined by x, as 4x4");
        if (numbers.size() > Geometry.MAX_RANK) {
            throw new IllegalArgumentException(
                    name + "=" + text + ": must have 1 to " + Geometry.MAX_RANK + " numbers");
        }
        return numbers;
    }

    /** One number for each axis, or one for all. */
    static List<Integer> numbers(String name, String text, int rank) {
        return perAxis(name, text, numbers(name, text), rank);
    }

    /** One padding for each axis, or one for all. */
    static List<Padding> paddings(String name, String text, int rank) {
        String words = Arrays.stream(Padding.Mode.values()).map(Enum::name).collect(Collectors.joining(", "));
        return perAxis(name, text, split(name, text, PerAxis::padding, words + " or zeros before,after as 1,0"), rank);
    }

    /** Pads for each axis, or for all. */
    static List<Padding.Explicit> pads(String name, String text, int rank) {
        return perAxis(name, text, split(name, text, PerAxis::pads, "zeros before,after as 1,0"), rank);
    }

    /** Whether a padding is a word. */
    static boolean isWord(String text) {
        return text.chars().anyMatch(at -> Character.isLetter(at) && at != 'x');
    }

    /** The opposite of {@link #numbers}. */
    static String text(int... extents) {
        return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }

    /** A padding as it is written on the command line. */
    static String text(Padding padding) {
        return padding instanceof Padding.Explicit given ? given.lo() + "," + given.hi() : padding.toString();
    }

    private static Padding padding(String word) {
        return isWord(word) ? Padding.Mode.valueOf(word.toUpperCase(Locale.ROOT)) : pads(word);
    }

    private static Padding.Explicit pads(String word) {
        String[] pads = word.split(",", -1);
        if (pads.length != 2) {
            throw new IllegalArgumentException(word);
        }
        return new Padding.Explicit(number(pads[0]), number(pads[1]));
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private static <T> List<T> split(String name, String text, Function<String, T> parse, String form) {
        try {
            return Arrays.stream(text.split("x", -1)).map(parse).toList();
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(name + "=" + text + ": must be " + form, unreadable);
        }
    }

    private static <T> List<T> perAxis(String name, String text, List<T> values, int rank) {
        if (values.size() == 1) {
            return Collections.nCopies(rank, values.getFirst());
        }
        if (values.size() != rank) {
            throw new IllegalArgumentException(
                    name + "=" + text + ": must have 1 value" + (rank == 1 ? "" : " or " + rank)
                            + ", as many as --input");
        }
        return values;
    }
}
