package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;

/**
 * Element-wise operators of any number of inputs: one function of two, again and again.
 *
 * @param loop     the function
 * @param integers the same on integers
 * @param last     what is done to the result for a number of inputs
 */
record Variadic(Loop.Binary loop, LongBinaryOperator integers, Optional<IntFunction<Loop.Unary>> last)
        implements Operator {

    private static final Loop.Unary COPY = (a, y, n) -> System.arraycopy(a, 0, y, 0, n);

    @Override
    public List<TensorType> infer(Call call) {
        return List
                .of(call.type(0).with(inputs(call).stream().map(call::shape).reduce(Shape.SCALAR, Shape::broadcast)));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        int count = call.inputs();
        List<ElementwiseKernel.Step> steps = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            steps.add(new ElementwiseKernel.Step(loop, i == 1 ? 0 : count + i - 2, i));
        }
        if (steps.isEmpty()) {
            steps.add(new ElementwiseKernel.Step(COPY, 0));
        }
        last.ifPresent(function -> steps
                .add(new ElementwiseKernel.Step(function.apply(count), count + steps.size() - 1)));
        return ElementwiseKernel.of(call, inputs(call), steps);
    }

    @Override
    public Optional<List<Tensor>> fold(Call call) {
        Integers all = args -> Arrays.stream(args).reduce(integers).orElseThrow();
        return last.isPresent() ? Optional.empty() : all.fold(call, inputs(call));
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(ChannelsLast.everyInput(call));
    }

    private static List<Integer> inputs(Call call) {
        return IntStream.range(0, call.inputs()).boxed().toList();
    }
}
