package adjoint.onnx.operator;

import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@link Internal#CHAIN}: {@link Elementwise} operators in one pass over memory, see {@link ElementwiseKernel}. */
public final class ElementwiseChain implements Operator {

    private static final String LINKS = "adjoint.links";

    /**
     * What a chain computes.
     *
     * @param names of the operators, in order
     * @param steps their loops
     * @param type  of the result
     */
    private record Links(List<String> names, List<ElementwiseKernel.Step> steps, TensorType type) {
        @Override
        public String toString() {
            return names.toString();
        }
    }

    /** Whether a node can be part of a chain. */
    public static boolean takes(Operator operator) {
        return operator instanceof Elementwise;
    }

    /**
     * A node for several, each of which reads what others wrote before it or what is given. Their results are of one shape, and
     * nobody but the last is read from outside.
     *
     * @param calls the nodes in order
     * @return the node that takes the place of the last
     */
    public static Node of(List<Call> calls) {
        List<String> names = new ArrayList<>();
        List<String> given = given(calls);
        Map<String, Integer> numbers = new LinkedHashMap<>();
        given.forEach(value -> numbers.put(value, numbers.size()));
        List<ElementwiseKernel.Step> steps = new ArrayList<>();
        for (Call call : calls) {
            Elementwise operator = operator(call);
            names.add(call.node().op());
            steps.add(new ElementwiseKernel.Step(operator.loop(call), operator.arguments(call).stream()
                    .mapToInt(argument -> numbers.get(call.node().input(argument))).toArray()));
            numbers.put(call.node().output(), numbers.size());
        }
        Call last = calls.getLast();
        return new Node(Internal.CHAIN, Internal.DOMAIN, 1, last.node().name(),
                Attributes.NONE.with(LINKS, new Links(names, steps, last.result(0))), given,
                last.node().outputs().subList(0, 1));
    }

    /** What is read from outside. */
    private static List<String> given(List<Call> calls) {
        List<String> written = calls.stream().map(call -> call.node().output()).toList();
        return calls.stream()
                .flatMap(call -> operator(call).arguments(call).stream().map(call.node()::input))
                .filter(value -> !written.contains(value)).distinct().toList();
    }

    private static Elementwise operator(Call call) {
        Node node = call.node();
        return (Elementwise) Operators.find(node.domain(), node.op(), node.opset()).orElseThrow();
    }

    @Override
    public List<TensorType> infer(Call call) {
        return List.of(links(call).type);
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Links links = links(call);
        return ElementwiseKernel.of(call, IntStream.range(0, call.inputs()).boxed().toList(), links.steps)
                .described(String.join(", ", links.names));
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.empty(); // the order has been chosen before
    }

    private static Links links(Call call) {
        return call.attributes().get(LINKS, Links.class, null);
    }
}
