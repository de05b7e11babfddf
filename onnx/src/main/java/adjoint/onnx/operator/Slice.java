package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** {@code Slice}: starts, ends, axes and steps are attributes up to opset 9 and in channels-last graphs, else inputs. */
final class Slice implements Operator {

    private static final List<String> PARAMETERS = List.of("", "starts", "ends", "axes", "steps");

    /** What is taken of each axis. */
    private record Cut(int[] starts, int[] steps, Shape shape) {
    }

    @Override
    public List<TensorType> infer(Call call) {
        return List.of(call.type(0).with(cut(call).shape));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Cut cut = cut(call);
        int[] strides = call.shape(0).strides();
        int offset = 0;
        for (int axis = 0; axis < strides.length; axis++) {
            offset += cut.starts[axis] * strides[axis];
            strides[axis] *= cut.steps[axis];
        }
        return StridedCopy.kernel(cut.shape, offset, strides);
    }

    @Override
    public boolean moves(Call call) {
        return true;
    }

    /** Bounds that are known are not moved, and the usual one for all that is left is 2^63. */
    @Override
    public boolean isExact(Call call) {
        return true;
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        Shape shape = call.shape(0);
        List<Long> axes = Arrays.stream(axes(call, parameter(call, 1).length))
                .mapToObj(axis -> (long) ChannelsLast.axis(shape.axis(axis), shape.rank())).toList();
        Attributes attributes = Attributes.NONE.with("axes", axes);
        for (int i : new int[] {1, 2, 4}) {
            if (call.has(i) || call.attributes().has(PARAMETERS.get(i))) {
                attributes = attributes.with(PARAMETERS.get(i), LongStream.of(parameter(call, i)).boxed().toList());
            }
        }
        Node node = call.node();
        return Optional.of(new ChannelsLast(node.with(attributes).withInputs(node.inputs().subList(0, 1)), List.of(0)));
    }

    private static Cut cut(Call call) {
        Shape shape = call.shape(0);
        int[] starts = new int[shape.rank()];
        int[] steps = new int[shape.rank()];
        Arrays.fill(steps, 1);
        int[] extents = shape.toArray();
        long[] from = parameter(call, 1);
        long[] to = parameter(call, 2);
        long[] by = parameter(call, 4);
        long[] axes = axes(call, from.length);
        if (to.length != from.length || axes.length != from.length || by.length != 0 && by.length != from.length) {
            throw new IllegalArgumentException(
                    "starts has " + from.length + " values: ends, axes and steps must have as many");
        }
        for (int i = 0; i < from.length; i++) {
            int axis = shape.axis(axes[i]);
            int extent = shape.get(axis);
            long step = by.length == 0 ? 1 : Math.clamp(by[i], -Integer.MAX_VALUE, Integer.MAX_VALUE);
            if (step == 0) {
                throw new IllegalArgumentException("steps=" + Arrays.toString(by) + ": must not be 0");
            }
            long start = clamped(from[i], extent, 0, step > 0 ? extent : extent - 1);
            long end = clamped(to[i], extent, step > 0 ? 0 : -1, extent);
            long count = extent == 0 ? 0 : Math.max(0, Math.ceilDiv(end - start, step));
            starts[axis] = count == 0 ? 0 : (int) start;
            steps[axis] = count < 2 ? 1 : (int) step;
            extents[axis] = (int) count;
        }
        return new Cut(starts, steps, Shape.of(extents));
    }

    /** A position counted from the start; negative ones count from the end. */
    private static long clamped(long position, int extent, long min, long max) {
        long fromStart = position < 0 ? Math.max(position, Long.MIN_VALUE + 1) + extent : position;
        return Math.clamp(fromStart, min, Math.max(min, max));
    }

    private static long[] axes(Call call, int count) {
        long[] axes = parameter(call, 3);
        return axes.length == 0 ? IntStream.range(0, count).asLongStream().toArray() : axes;
    }

    private static long[] parameter(Call call, int input) {
        return call.has(input)
                ? call.longs(input)
                : call.attributes().longs(PARAMETERS.get(input)).stream().mapToLong(Long::longValue).toArray();
    }
}
