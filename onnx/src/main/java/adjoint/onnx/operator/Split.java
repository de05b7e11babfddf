package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code Split}: parts of an axis, whose extents are an attribute up to opset 12, then an input; else as equal as they can be. */
final class Split implements Operator {

    @Override
    public List<TensorType> infer(Call call) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        List<Integer> parts = parts(call);
        if (parts.stream().mapToLong(Integer::longValue).sum() != shape.get(axis)) {
            throw new IllegalArgumentException("split=" + parts + ": must be extent " + shape.get(axis) + " together");
        }
        return parts.stream().map(part -> call.type(0).with(shape.with(axis, part))).toList();
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        int row = shape.elements(axis, shape.rank());
        int run = shape.elements(axis + 1, shape.rank());
        int[] lengths = parts(call).stream().mapToInt(part -> part * run).toArray();
        int wanted = Math.min(lengths.length, call.node().outputs().size());
        return Kernel.split(shape.elements(0, axis), row, (frame, from, to) -> {
            Span in = frame.in(0);
            for (int outer = from; outer < to; outer++) {
                int at = in.offset() + outer * row;
                for (int part = 0; part < wanted; part++) {
                    Span out = frame.out(part);
                    if (out != null) {
                        System.arraycopy(in.array(), at, out.array(), out.offset() + outer * lengths[part],
                                lengths[part]);
                    }
                    at += lengths[part];
                }
            }
        });
    }

    @Override
    public boolean moves(Call call) {
        return true;
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(new ChannelsLast(
                call.node().with("axis", ChannelsLast.axis(axis(call), call.shape(0).rank())), List.of(0)));
    }

    private static int axis(Call call) {
        return call.shape(0).axis(call.attributes().integer("axis", 0));
    }

    private static List<Integer> parts(Call call) {
        if (call.has(1)) {
            return Arrays.stream(call.longs(1)).mapToInt(Math::toIntExact).boxed().toList();
        }
        if (call.attributes().has("split")) {
            return call.attributes().integers("split");
        }
        int extent = call.shape(0).get(axis(call));
        int count = Math.clamp(call.attributes().integer("num_outputs", call.node().outputs().size()), 1,
                Math.max(1, call.node().outputs().size()));
        int part = Math.ceilDiv(extent, count);
        return IntStream.range(0, count).map(i -> Math.clamp(extent - (long) i * part, 0, part)).boxed().toList();
    }
}
