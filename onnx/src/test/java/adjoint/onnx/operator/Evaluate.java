package adjoint.onnx.operator;

import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import adjoint.parallel.Workers;
import adjoint.spi.Backends;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs one node: float tensors are data, integer tensors are known to the compiler. */
final class Evaluate {

    private Evaluate() {
    }

    /** The first result; an input is null where it is left out. */
    static Tensor first(Node node, Tensor... inputs) {
        Operator operator = Operators.find(node.domain(), node.op(), node.opset()).orElseThrow();
        List<TensorType> types = new ArrayList<>();
        List<Tensor> constants = new ArrayList<>();
        for (Tensor input : inputs) {
            types.add(input == null ? null : new TensorType(input.type(), input.shape()));
            constants.add(input instanceof IntegerTensor ? input : null);
        }
        List<TensorType> results = operator.infer(new Call(node, types, constants, List.of()));
        Call call = new Call(node, types, constants, results);
        return operator.fold(call).map(List::getFirst).orElseGet(() -> run(operator, call, inputs));
    }

    private static Tensor run(Operator operator, Call call, Tensor... inputs) {
        Kernel kernel = operator.plan(call, new Target(Backends.preferred(), Workers.CALLER));
        Span[] in = Arrays.stream(inputs).map(input -> input == null ? null : guarded(input.toFloats()))
                .toArray(Span[]::new);
        Shape shape = call.result(0).shape();
        if (kernel.isAlias()) {
            return Tensor.of(in[0].floats(), shape.toArray());
        }
        Span[] out = call.results().stream().map(type -> guarded(new float[type.shape().elements()]))
                .toArray(Span[]::new);
        // In two parts, as two workers would do it.
        int half = kernel.items() / 2;
        Frame frame = new Frame(in, out, new float[kernel.scratch()]);
        kernel.body().run(frame, 0, half);
        kernel.body().run(frame, half, kernel.items());
        return Tensor.of(out[0].floats(), shape.toArray());
    }

    /** The values between guards that spoil whatever reads them. */
    private static Span guarded(float... values) {
        float[] array = new float[values.length + 6];
        Arrays.fill(array, Float.NaN);
        System.arraycopy(values, 0, array, 3, values.length);
        return new Span(array, 3, values.length);
    }
}
