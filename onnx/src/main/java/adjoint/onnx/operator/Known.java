package adjoint.onnx.operator;

import adjoint.onnx.ElementType;
import adjoint.onnx.FloatTensor;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Operators whose result is known when the program is compiled: it depends on attributes, shapes and constants alone.
 *
 * @param type  the result's type
 * @param value the result
 */
record Known(Function<Call, TensorType> type, Function<Call, Tensor> value) implements Operator {

    static final Operator CONSTANT = new Known(call -> type(constant(call)), Known::constant);
    static final Operator SHAPE = new Known(call -> type(shape(call)), Known::shape);
    static final Operator SIZE = new Known(call -> type(size(call)), Known::size);
    static final Operator CONSTANT_OF_SHAPE = new Known(
            call -> type(fillValue(call)).with(Shape.ofLongs(call.longs(0))), Known::filled);
    static final Operator RANGE = new Known(call -> new TensorType(call.type(0).type(), Shape.of(count(call))),
            Known::range);

    @Override
    public List<TensorType> infer(Call call) {
        return List.of(type.apply(call));
    }

    /** For completeness: what is known is folded. */
    @Override
    public Kernel plan(Call call, Target target) {
        float[] values = value.apply(call).asFloats();
        return Kernel.whole(frame -> frame.out().floats().write(0, values, 0, values.length));
    }

    @Override
    public Optional<List<Tensor>> fold(Call call) {
        return Optional.of(List.of(value.apply(call)));
    }

    private static TensorType type(Tensor tensor) {
        return new TensorType(tensor.type(), tensor.shape());
    }

    private static Tensor constant(Call call) {
        Attributes attributes = call.attributes();
        if (attributes.has("value_float")) {
            return Tensor.of(new float[] {attributes.real("value_float")});
        }
        if (attributes.has("value_floats")) {
            List<Float> values = attributes.reals("value_floats");
            float[] floats = new float[values.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = values.get(i);
            }
            return Tensor.of(floats, floats.length);
        }
        if (attributes.has("value_int")) {
            return Tensor.of(new long[] {attributes.integer("value_int")});
        }
        if (attributes.has("value_ints")) {
            long[] values = attributes.longs("value_ints").stream().mapToLong(Long::longValue).toArray();
            return Tensor.of(values, values.length);
        }
        return attributes.tensor("value");
    }

    private static Tensor shape(Call call) {
        int[] extents = call.shape(0).toArray();
        int from = position(call, "start", 0, extents.length);
        int to = position(call, "end", extents.length, extents.length);
        long[] part = Arrays.stream(extents, from, Math.max(from, to)).asLongStream().toArray();
        return Tensor.of(part, part.length);
    }

    private static int position(Call call, String name, int unsaid, int rank) {
        long position = call.attributes().integer(name, unsaid);
        return Math.clamp(position < 0 ? position + rank : position, 0, rank);
    }

    private static Tensor size(Call call) {
        return Tensor.of(new long[] {call.shape(0).elements()});
    }

    private static Tensor fillValue(Call call) {
        return call.attributes().has("value") ? call.attributes().tensor("value") : Tensor.of(new float[1], 1);
    }

    private static Tensor filled(Call call) {
        Shape shape = Shape.ofLongs(call.longs(0));
        Tensor value = fillValue(call);
        if (value.shape().elements() != 1) {
            throw new IllegalArgumentException("value=" + value + ": must be one element");
        }
        if (value.type().isFloat()) {
            float[] floats = new float[shape.elements()];
            Arrays.fill(floats, value.asFloats()[0]);
            return new FloatTensor(value.type(), shape, floats);
        }
        long[] longs = new long[shape.elements()];
        Arrays.fill(longs, value.toLongs()[0]);
        return new IntegerTensor(value.type(), shape, longs);
    }

    private static int count(Call call) {
        double count;
        if (call.type(0).type().isFloat()) {
            count = Math.ceil(((double) call.floats(1)[0] - call.floats(0)[0]) / call.floats(2)[0]);
        } else {
            count = Math.ceilDiv(Math.subtractExact(call.longs(1)[0], call.longs(0)[0]), call.longs(2)[0]);
        }
        if (!(count <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("delta: must lead from start to limit in fewer than 2^31 steps");
        }
        return (int) Math.max(count, 0);
    }

    private static Tensor range(Call call) {
        ElementType type = call.type(0).type();
        int count = count(call);
        if (type.isFloat()) {
            float[] floats = new float[count];
            for (int i = 0; i < count; i++) {
                floats[i] = call.floats(0)[0] + i * call.floats(2)[0];
            }
            return new FloatTensor(type, Shape.of(count), floats);
        }
        long start = call.longs(0)[0];
        long delta = call.longs(2)[0];
        return new IntegerTensor(type, Shape.of(count),
                LongStream.range(0, count).map(i -> start + i * delta).toArray());
    }
}
