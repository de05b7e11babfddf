package adjoint.onnx.compile;

import adjoint.onnx.ElementType;
import adjoint.onnx.FloatTensor;
import adjoint.onnx.Shape;
import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.ChannelsLast;
import adjoint.onnx.operator.FilterOperator;
import adjoint.onnx.operator.Image;
import adjoint.onnx.operator.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Puts the channels of images last, where convolutions compute faster and whatever is per channel runs along memory.
 *
 * <p>Convolutions take their images so; what follows them does, if it can ({@link ChannelsLast}). Where a node needs the order
 * of the file a Transpose stands between. A value keeps its name in the order of the file and has another one with channels last;
 * it has both if both are needed.
 */
final class Layout implements Compiler.Pass {

    private static final String TRANSPOSE = "Transpose";
    private static final int OPSET = 13;

    private final Predicate<Node> seeds;

    /** Begins at convolutions. */
    Layout() {
        this(node -> Compiler.operator(node) instanceof FilterOperator);
    }

    /** Begins at given nodes. */
    Layout(Predicate<Node> seeds) {
        this.seeds = seeds;
    }

    @Override
    public Graph apply(Graph graph, Target target) {
        return new Rewrite(graph, seeds).graph();
    }

    /** The pass over one graph. */
    private static final class Rewrite {

        private final Graph graph;
        private final Predicate<Node> seeds;
        private final List<Node> nodes = new ArrayList<>();
        private final Map<String, Tensor> constants;
        private final Map<String, TensorType> types;
        /** Values that are there in the order of the file. */
        private final Set<String> exported = new HashSet<>();
        /** Names of values that are there with channels last. */
        private final Map<String, String> last = new HashMap<>();
        /** Names of constants with channels last, by name and rank. */
        private final Map<String, String> constantsLast = new HashMap<>();
        private final Map<String, Node> transposes = new HashMap<>();

        Rewrite(Graph graph, Predicate<Node> seeds) {
            this.graph = graph;
            this.seeds = seeds;
            constants = new LinkedHashMap<>(graph.constants());
            types = new LinkedHashMap<>(graph.types());
            exported.addAll(constants.keySet());
            graph.inputs().stream().map(Signature::name).forEach(exported::add);
        }

        Graph graph() {
            for (Node node : graph.nodes()) {
                Call call = Call.of(node, graph.types(), graph.constants());
                Optional<ChannelsLast> form = form(node, call);
                if (form.isPresent()) {
                    addLast(form.get());
                } else {
                    addExported(node);
                }
            }
            graph.outputs().forEach(output -> requireExported(output.name()));
            return graph.with(nodes, constants, types).pruned();
        }

        /** How a node computes with channels last, if it should. */
        private Optional<ChannelsLast> form(Node node, Call call) {
            int rank = call.result(0).shape().rank();
            if (rank < Image.MIN_RANK || putsLast(node)
                    || call.results().stream().anyMatch(type -> type.shape().rank() != rank)) {
                return Optional.empty();
            }
            return Compiler.operator(node).channelsLast(call).filter(form -> images(form).allMatch(
                    image -> canBeLast(image, rank)))
                    .filter(form -> seeds.test(node)
                            || images(form).anyMatch(image -> last.containsKey(image) && !exported.contains(image)));
        }

        private static Stream<String> images(ChannelsLast form) {
            return form.images().stream().map(form.node()::input);
        }

        private boolean canBeLast(String value, int rank) {
            Shape shape = types.get(value).shape();
            return shape.rank() == rank || shape.elements() == 1 || constants.containsKey(value) && shape.rank() < rank;
        }

        private void addLast(ChannelsLast form) {
            Node node = form.node();
            int rank = types.get(node.output()).shape().rank();
            List<String> inputs = new ArrayList<>(node.inputs());
            for (int i = 0; i < inputs.size(); i++) {
                if (form.images().contains(i)) {
                    inputs.set(i, last(inputs.get(i), rank));
                } else {
                    requireExported(inputs.get(i));
                }
            }
            List<String> outputs = new ArrayList<>();
            for (String output : node.outputs()) {
                outputs.add(output.isEmpty() ? "" : nameLast(output));
            }
            nodes.add(node.withInputs(inputs).withOutputs(outputs));
        }

        private void addExported(Node node) {
            if (putsLast(node)) {
                nodes.add(Node.of("Identity", OPSET, List.of(last.get(node.input(0))), node.output()));
            } else {
                node.inputs().forEach(this::requireExported);
                nodes.add(node);
            }
            exported.addAll(node.outputs());
            if (node.op().equals(TRANSPOSE)) {
                transposes.put(node.output(), node);
            }
        }

        /** Whether the model itself puts channels last that are last already. */
        private boolean putsLast(Node node) {
            return last.containsKey(node.input(0)) && isOrder(node, ChannelsLast.order(rank(node.input(0))));
        }

        private int rank(String value) {
            return value.isEmpty() ? 0 : types.get(value).shape().rank();
        }

        private void requireExported(String value) {
            if (!value.isEmpty() && exported.add(value)) {
                addTranspose(last.get(value), value, ChannelsLast.orderBack(rank(value)));
            }
        }

        /** The name of a value with channels last; it is made if it is not there yet. */
        private String last(String value, int rank) {
            Shape shape = types.get(value).shape();
            if (shape.elements() == 1 && shape.rank() < rank) {
                requireExported(value); // which is last by name only, where it is the result of an image of its own rank
                return value;
            }
            String known = last.get(value);
            if (known != null) {
                return known;
            }
            if (constants.containsKey(value)) {
                return constantLast(value, rank);
            }
            Node transpose = transposes.get(value);
            if (transpose != null && isOrder(transpose, ChannelsLast.orderBack(rank))) {
                last.put(value, transpose.input(0)); // it had its channels last before
                return transpose.input(0);
            }
            String name = nameLast(value);
            addTranspose(value, name, ChannelsLast.order(rank));
            return name;
        }

        private static boolean isOrder(Node node, int... order) {
            return node.op().equals(TRANSPOSE) && node.domain().isEmpty()
                    && node.attributes().integers("perm").equals(Arrays.stream(order).boxed().toList());
        }

        private String constantLast(String value, int rank) {
            return constantsLast.computeIfAbsent(value + ":" + rank, key -> {
                Tensor tensor = constants.get(value);
                Shape expanded = tensor.shape().expanded(rank);
                int[] order = ChannelsLast.order(rank);
                Tensor permuted = new FloatTensor(ElementType.FLOAT, expanded.permuted(order),
                        permuted(tensor.asFloats(), expanded, order));
                String name = unused(value);
                constants.put(name, permuted);
                types.put(name, new TensorType(permuted.type(), permuted.shape()));
                return name;
            });
        }

        private static float[] permuted(float[] values, Shape shape, int... order) {
            Shape result = shape.permuted(order);
            int[] strides = shape.strides();
            float[] permuted = new float[values.length];
            for (int i = 0; i < permuted.length; i++) {
                int rest = i;
                int from = 0;
                for (int axis = order.length - 1; axis >= 0; axis--) {
                    from += rest % result.get(axis) * strides[order[axis]];
                    rest /= result.get(axis);
                }
                permuted[i] = values[from];
            }
            return permuted;
        }

        private String nameLast(String value) {
            String name = unused(value);
            TensorType type = types.get(value);
            types.put(name, type.with(type.shape().permuted(ChannelsLast.order(type.shape().rank()))));
            last.put(value, name);
            return name;
        }

        private String unused(String value) {
            String name = value + ":last";
            while (types.containsKey(name)) {
                name += "'";
            }
            return name;
        }

        private void addTranspose(String from, String to, int... order) {
            nodes.add(Node.of(TRANSPOSE, OPSET, List.of(from), to)
                    .with(Attributes.NONE.withIntegers("perm", order)));
        }
    }
}
