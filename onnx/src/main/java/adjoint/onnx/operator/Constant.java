package adjoint.onnx.operator;

import adjoint.onnx.ElementType;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.List;
import java.util.Optional;

/** {@code Constant}: always folded. */
final class Constant implements Operator {

    @Override
    public List<TensorType> infer(Call call) {
        Tensor value = value(call.attributes());
        return List.of(new TensorType(value.type(), value.shape()));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        float[] values = value(call.attributes()).asFloats();
        return Kernel.whole(frame -> frame.out().floats().write(0, values, 0, values.length));
    }

    @Override
    public Optional<List<Tensor>> fold(Call call) {
        return Optional.of(List.of(value(call.attributes())));
    }

    private static Tensor value(Attributes attributes) {
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
            return new IntegerTensor(ElementType.INT64, Shape.SCALAR, attributes.integer("value_int"));
        }
        if (attributes.has("value_ints")) {
            long[] values = attributes.longs("value_ints").stream().mapToLong(Long::longValue).toArray();
            return Tensor.of(values, values.length);
        }
        return attributes.tensor("value");
    }
}
