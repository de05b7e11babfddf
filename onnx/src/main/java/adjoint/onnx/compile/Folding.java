package adjoint.onnx.compile;

import adjoint.onnx.FloatTensor;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.Operator;
import adjoint.onnx.operator.Target;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Computes results that are known beforehand, with the same kernels that run.
 *
 * <p>Kernels know only floats. One that {@linkplain Operator#moves moves} integers is given their numbers instead, 0, 1, 2 over
 * all inputs, and what comes out tells where each element came from.
 */
final class Folding {

    private static final int MAX_EXACT = IntegerTensor.MAX_EXACT;

    private Folding() {
    }

    /** The results of a node, if they are known beforehand. */
    static Optional<List<Tensor>> fold(Operator operator, Call call, Target target) {
        Optional<List<Tensor>> own = operator.fold(call);
        if (own.isPresent()) {
            return own;
        }
        for (int i = 0; i < call.inputs(); i++) {
            if (call.has(i) && !call.isConstant(i)) {
                return Optional.empty();
            }
        }
        return Optional.of(operator.moves(call) && call.result(0).type().isInteger()
                ? moved(operator, call, target)
                : computed(operator, call, target));
    }

    private static List<Tensor> computed(Operator operator, Call call, Target target) {
        Span[] in = new Span[call.inputs()];
        boolean moves = operator.moves(call);
        for (int i = 0; i < in.length; i++) {
            if (call.has(i)) {
                // Where floats are moved, integers say how: the kernel was planned with them and reads none.
                in[i] = span((moves ? call.constant(i) : exact(call.constant(i))).asFloats());
            }
        }
        List<float[]> results = run(operator, call, target, in);
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            TensorType type = call.result(i);
            float[] floats = results.get(i);
            tensors.add(type.type().isFloat()
                    ? new FloatTensor(type.type(), type.shape(), floats)
                    : exact(new IntegerTensor(type.type(), type.shape(),
                            Tensor.of(floats, floats.length).toLongs())));
        }
        return tensors;
    }

    private static Tensor exact(Tensor tensor) {
        if (tensor instanceof IntegerTensor integers && !integers.areFloats()) {
            throw new IllegalArgumentException(
                    "integers: must be at most 2^24 in magnitude where they are computed with floats");
        }
        return tensor;
    }

    private static List<Tensor> moved(Operator operator, Call call, Target target) {
        Span[] in = new Span[call.inputs()];
        List<long[]> values = new ArrayList<>();
        int count = 0;
        for (int i = 0; i < in.length; i++) {
            if (call.has(i)) {
                long[] longs = call.longs(i);
                float[] numbers = new float[longs.length];
                for (int k = 0; k < numbers.length; k++) {
                    numbers[k] = count + k;
                }
                count += numbers.length;
                values.add(longs);
                in[i] = span(numbers);
            }
        }
        if (count > MAX_EXACT) {
            throw new IllegalArgumentException("integers: must be at most 2^24 where they are moved");
        }
        long[] all = values.stream().flatMapToLong(Arrays::stream).toArray();
        List<float[]> results = run(operator, call, target, in);
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            float[] numbers = results.get(i);
            long[] longs = new long[numbers.length];
            for (int k = 0; k < longs.length; k++) {
                longs[k] = all[(int) numbers[k]];
            }
            tensors.add(new IntegerTensor(call.result(i).type(), call.result(i).shape(), longs));
        }
        return tensors;
    }

    private static List<float[]> run(Operator operator, Call call, Target target, Span... in) {
        Kernel kernel = operator.plan(call, target);
        if (kernel.isAlias()) {
            return List.of(in[0].array());
        }
        List<float[]> results = call.results().stream().map(type -> new float[type.shape().elements()]).toList();
        Span[] out = results.stream().map(Folding::span).toArray(Span[]::new);
        kernel.run(in, out);
        return results;
    }

    private static Span span(float... array) {
        return new Span(array, 0, array.length);
    }
}
