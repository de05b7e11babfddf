package adjoint.onnx.operator;

import adjoint.onnx.ElementType;
import adjoint.onnx.FloatTensor;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code Cast} and {@code CastLike}. Floating point types differ in name only, as all are computed with as floats.
 *
 * @param to the type of the result
 */
record Cast(Function<Call, ElementType> to) implements Operator {

    /** To the type of an attribute. */
    static final Operator CAST = new Cast(call -> ElementType.of(call.attributes().integer("to")));
    /** To the type of the second input. */
    static final Operator CAST_LIKE = new Cast(call -> call.type(1).type());

    @Override
    public List<TensorType> infer(Call call) {
        ElementType type = to.apply(call);
        if (!type.isFloat() && !type.isInteger()) {
            throw new IllegalArgumentException("to=" + type + ": must be a type of numbers or bool");
        }
        return List.of(new TensorType(type, call.shape(0)));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        ElementType from = call.type(0).type();
        ElementType type = call.result(0).type();
        if (type.isFloat() || type == from || from == ElementType.BOOL) {
            return Kernel.ALIAS;
        }
        return ElementwiseKernel.of(call, List.of(0), List.of(new ElementwiseKernel.Step(loop(type), 0)));
    }

    @Override
    public Optional<List<Tensor>> fold(Call call) {
        ElementType type = call.result(0).type();
        if (!call.isConstant(0)) {
            return Optional.empty();
        }
        Tensor tensor = call.constant(0);
        if (type.isFloat()) {
            return Optional.of(List.of(new FloatTensor(type, tensor.shape(), tensor.asFloats())));
        }
        long[] longs = tensor.toLongs();
        if (type == ElementType.BOOL && tensor.type().isFloat()) {
            float[] floats = tensor.asFloats();
            Arrays.setAll(longs, i -> floats[i] != 0 ? 1 : 0);
        } else {
            Arrays.setAll(longs, i -> type.wrap(longs[i]));
        }
        return Optional.of(List.of(new IntegerTensor(type, tensor.shape(), longs)));
    }

    /** But for negative integers that become large. */
    @Override
    public boolean isExact(Call call) {
        ElementType type = call.result(0).type();
        return type != ElementType.UINT32 && type != ElementType.UINT64;
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(new ChannelsLast(call.node(), List.of(0)));
    }

    @Override
    public String notes() {
        return "to and from floats of any width: as floats";
    }

    private static Loop.Unary loop(ElementType type) {
        if (type == ElementType.BOOL) {
            return (a, y, n) -> {
                for (int i = 0; i < n; i++) {
                    y[i] = a[i] != 0 ? 1 : 0;
                }
            };
        }
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                y[i] = type.wrap((long) a[i]);
            }
        };
    }
}
