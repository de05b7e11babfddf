package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The axes that a node names: an attribute in older versions and in channels-last graphs, else an input. */
final class Axes {

    /** Of operators that have them as an attribute only. */
    static final int NO_INPUT = Integer.MAX_VALUE;

    private static final String NAME = "axes";

    private Axes() {
    }

    /** As they are given; empty if they are not. */
    static long[] given(Call call, int input) {
        return call.has(input)
                ? call.longs(input)
                : call.attributes().longs(NAME).stream().mapToLong(Long::longValue).toArray();
    }

    /** Counted from the start; all if none are given. */
    static int[] of(Call call, int input) {
        Shape shape = call.shape(0);
        long[] given = given(call, input);
        return given.length == 0
                ? IntStream.range(0, shape.rank()).toArray()
                : Arrays.stream(given).mapToInt(shape::axis).toArray();
    }

    /** The node with these axes of the first input as an attribute, where they lie when channels come last. */
    static Node last(Call call, int input, int... axes) {
        int rank = call.shape(0).rank();
        List<Long> changed = IntStream.of(axes).mapToObj(axis -> (long) ChannelsLast.axis(axis, rank)).toList();
        Node node = call.node().with(NAME, changed);
        return call.has(input) ? node.withInput(input, "") : node;
    }
}
