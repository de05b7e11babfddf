package adjoint.onnx.operator;

import adjoint.onnx.FloatTensor;
import adjoint.onnx.IntegerTensor;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Runs one node: float tensors are data, integer tensors are known to the compiler. All memory is guarded by NaN, and begins as
 * such.
 */
final class Evaluate {

    private static final int GUARD = 3;

    private Evaluate() {
    }

    /** The first result; an input is null where it is left out. */
    static Tensor first(Node node, Tensor... inputs) {
        return all(call(node, Set.of(), inputs), inputs).getFirst();
    }

    /** The first result where all inputs but the first are known. */
    static Tensor withKnown(Node node, Tensor... inputs) {
        Set<Integer> known = new HashSet<>();
        for (int i = 1; i < inputs.length; i++) {
            known.add(i);
        }
        return all(call(node, known, inputs), inputs).getFirst();
    }

    /** A call of which some inputs are known besides integers. */
    static Call call(Node node, Set<Integer> known, Tensor... inputs) {
        List<TensorType> types = new ArrayList<>();
        List<Tensor> constants = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            Tensor input = inputs[i];
            types.add(input == null ? null : new TensorType(input.type(), input.shape()));
            constants.add(input instanceof IntegerTensor || known.contains(i) ? input : null);
        }
        Call untyped = new Call(node, types, constants, List.of());
        return untyped.with(operator(node).infer(untyped));
    }

    /** All results that somebody wants; others are null. */
    static List<Tensor> all(Call call, Tensor... inputs) {
        Operator operator = operator(call.node());
        return operator.fold(call).orElseGet(() -> run(operator, call, inputs));
    }

    static Operator operator(Node node) {
        return Operators.find(node.domain(), node.op(), node.opset()).orElseThrow();
    }

    private static List<Tensor> run(Operator operator, Call call, Tensor... inputs) {
        Kernel kernel = operator.plan(call, new Target(Backends.preferred(), Workers.CALLER));
        List<Tensor> results = run(kernel, call, -1, inputs);
        for (int i = 0; i < inputs.length && results.getFirst() != null; i++) {
            boolean fits = inputs[i] != null && inputs[i].shape().elements() == results.getFirst().shape().elements();
            if (fits && kernel.place().mayReplace(i)) {
                assertSame(results, run(kernel, call, i, inputs));
            }
        }
        return results;
    }

    /** Runs with the first output in the place of an input, or apart from all if that is negative. */
    private static List<Tensor> run(Kernel kernel, Call call, int replaced, Tensor... inputs) {
        Span[] in = Arrays.stream(inputs).map(input -> input == null ? null : guarded(input.toFloats()))
                .toArray(Span[]::new);
        Span[] out = new Span[call.results().size()];
        for (int i = 0; i < out.length; i++) {
            float[] nothing = new float[call.result(i).shape().elements()];
            Arrays.fill(nothing, Float.NaN);
            out[i] = call.wants(i) ? guarded(nothing) : null;
        }
        if (kernel.isAlias()) {
            out[0] = in[0];
        } else {
            if (replaced >= 0) {
                out[0] = in[replaced];
            }
            // In two parts, as two workers would do it.
            int half = kernel.items() / 2;
            float[][] blocks = new float[kernel.room().blocks()][kernel.room().length()];
            float[] shared = new float[kernel.room().shared()];
            Arrays.stream(blocks).forEach(block -> Arrays.fill(block, Float.NaN));
            Arrays.fill(shared, Float.NaN);
            Frame frame = new Frame(in, out, blocks, shared);
            if (half > 0) {
                kernel.body().run(frame, 0, half);
            }
            kernel.body().run(frame, half, kernel.items());
            kernel.last().run(frame);
        }
        List<Tensor> results = new ArrayList<>();
        for (int i = 0; i < out.length; i++) {
            results.add(out[i] == null ? null : tensor(out[i], call.result(i)));
        }
        return results;
    }

    private static void assertSame(List<Tensor> expected, List<Tensor> actual) {
        for (int i = 0; i < expected.size(); i++) {
            if (expected.get(i) != null) {
                assertEquals(Arrays.toString(expected.get(i).toFloats()), Arrays.toString(actual.get(i).toFloats()));
            }
        }
    }

    private static Tensor tensor(Span span, TensorType type) {
        float[] array = span.array();
        for (int i = 0; i < GUARD; i++) {
            assertEquals(Float.NaN, array[i]);
            assertEquals(Float.NaN, array[array.length - 1 - i]);
        }
        float[] values = Arrays.copyOfRange(array, span.offset(), span.offset() + span.size());
        return type.type().isFloat()
                ? new FloatTensor(type.type(), type.shape(), values)
                : new IntegerTensor(type.type(), type.shape(), Tensor.of(values, values.length).toLongs());
    }

    /** The values between guards that spoil whatever reads them. */
    private static Span guarded(float... values) {
        float[] array = new float[values.length + 2 * GUARD];
        Arrays.fill(array, Float.NaN);
        System.arraycopy(values, 0, array, GUARD, values.length);
        return new Span(array, GUARD, values.length);
    }
}
