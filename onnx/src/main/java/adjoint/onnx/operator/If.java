package adjoint.onnx.operator;

import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.List;
import java.util.Optional;

/** {@code If}: one of two graphs. Which one must be known when the program is compiled, so that nothing is left to choose in a run. */
final class If implements Operator {

    @Override
    public Optional<Graph> body(Call call) {
        long[] condition = call.longs(0);
        if (condition.length != 1) {
            throw new IllegalArgumentException("cond has " + condition.length + " elements: must be one");
        }
        return Optional.of(call.attributes().graph(condition[0] != 0 ? "then_branch" : "else_branch"));
    }

    @Override
    public List<TensorType> infer(Call call) {
        throw new AssertionError("the branch takes the node's place");
    }

    @Override
    public Kernel plan(Call call, Target target) {
        throw new AssertionError("the branch takes the node's place");
    }

    @Override
    public String notes() {
        return "the condition must be known";
    }
}
