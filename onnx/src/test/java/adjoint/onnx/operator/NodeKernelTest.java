package adjoint.onnx.operator;

import adjoint.onnx.FloatTensor;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.NodeCase;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.Tensors;
import adjoint.onnx.format.OnnxFile;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Kernels by ONNX's own tests of single nodes, between guards, in parts, in the place of their inputs, with channels last. */
class NodeKernelTest {

    /** A node with its inputs, of which some are known besides integers, and with the outputs that it must have. */
    private record Run(Node node, Tensor[] inputs, Set<Integer> known, Tensor[] outputs) {

        static Optional<Run> of(NodeCase test) {
            Graph graph = OnnxFile.read(test.name(), test.model(0), 1 << 30);
            Node node = graph.nodes().getFirst();
            boolean hasBody = node.attributes().asMap().values().stream().anyMatch(Graph.class::isInstance);
            if (graph.nodes().size() != 1 || hasBody) {
                return Optional.empty();
            }
            Map<String, Tensor> values = new HashMap<>(graph.constants());
            for (int i = 0; i < graph.inputs().size(); i++) {
                values.put(graph.inputs().get(i).name(), test.inputs(0).get(i));
            }
            Set<Integer> known = new HashSet<>();
            for (int i = 0; i < node.inputs().size(); i++) {
                if (graph.constants().containsKey(node.input(i))) {
                    known.add(i);
                }
            }
            Tensor[] outputs = new Tensor[node.outputs().size()];
            for (int i = 0; i < graph.outputs().size(); i++) {
                outputs[node.outputs().indexOf(graph.outputs().get(i).name())] = test.outputs(0).get(i);
            }
            return Optional.of(new Run(node, node.inputs().stream().map(values::get).toArray(Tensor[]::new), known,
                    outputs));
        }

        Call call() {
            return Evaluate.call(node, known, inputs);
        }

        /** The same by a node that takes and yields images whose channels come last. */
        Optional<List<Tensor>> channelsLast() {
            Optional<ChannelsLast> last = Evaluate.operator(node).channelsLast(call());
            int rank = outputs.length == 0 || outputs[0] == null ? 0 : outputs[0].shape().rank();
            if (last.isEmpty() || Math.max(rank, inputs[0].shape().rank()) < 3) {
                return Optional.empty();
            }
            Node changed = last.get().node();
            Tensor[] operands = new Tensor[changed.inputs().size()];
            for (int i = 0; i < operands.length; i++) {
                Tensor input = changed.input(i).isEmpty() ? null : inputs[i];
                boolean image = last.get().images().contains(i);
                operands[i] = image ? permuted(expanded(input, Math.max(rank, input.shape().rank())), true) : input;
            }
            List<Tensor> results = new ArrayList<>();
            for (Tensor result : Evaluate.all(Evaluate.call(changed, known, operands), operands)) {
                results.add(result == null ? null : permuted(result, false));
            }
            return Optional.of(results);
        }

        private static Tensor expanded(Tensor tensor, int rank) {
            return with(tensor, tensor.shape().expanded(rank), null);
        }

        private static Tensor permuted(Tensor tensor, boolean toLast) {
            int rank = tensor.shape().rank();
            if (rank < 2) {
                return tensor;
            }
            int[] order = toLast ? ChannelsLast.order(rank) : ChannelsLast.orderBack(rank);
            return with(tensor, tensor.shape().permuted(order), order);
        }

        private static Tensor with(Tensor tensor, Shape shape, int... order) {
            int[] sources = new int[shape.elements()];
            int[] strides = new int[shape.rank()];
            for (int axis = 0; axis < strides.length; axis++) {
                strides[axis] = order == null ? shape.strides()[axis] : tensor.shape().strides()[order[axis]];
            }
            for (int i = 0; i < sources.length; i++) {
                sources[i] = Broadcast.offset(i, shape, strides);
            }
            if (tensor instanceof FloatTensor) {
                float[] from = tensor.toFloats();
                float[] to = new float[sources.length];
                for (int i = 0; i < to.length; i++) {
                    to[i] = from[sources[i]];
                }
                return new FloatTensor(tensor.type(), shape, to);
            }
            long[] from = tensor.toLongs();
            long[] to = new long[sources.length];
            for (int i = 0; i < to.length; i++) {
                to[i] = from[sources[i]];
            }
            return new IntegerTensor(tensor.type(), shape, to);
        }
    }

    static List<NodeCase> applicable() {
        return NodeCase.applicable();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("applicable")
    void kernelsKeepToTheirOperands(NodeCase test) {
        Run.of(test).ifPresent(run -> assertSame(test, run, Evaluate.all(run.call(), run.inputs)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("applicable")
    void channelsMayComeLast(NodeCase test) {
        Run.of(test).flatMap(run -> run.channelsLast().map(results -> {
            assertSame(test, run, results);
            return run;
        }));
    }

    @Test
    void mostTestsOfImagesAreRunWithChannelsLast() {
        Set<String> operators = new HashSet<>();
        long count = NodeCase.applicable().stream().flatMap(test -> Run.of(test).stream())
                .filter(run -> run.channelsLast().isPresent()).peek(run -> operators.add(run.node.op())).count();
        assertTrue(count > 600, () -> count + " tests");
        Set<String> spatial = new TreeSet<>(
                Set.of("AveragePool", "BatchNormalization", "Clip", "Concat", "Conv",
                        "ConvTranspose", "DepthToSpace", "Dropout", "GlobalAveragePool", "GlobalMaxPool", "Identity",
                        "InstanceNormalization", "MaxPool", "PRelu", "Pad", "ReduceMean", "Resize", "Slice", "Softmax",
                        "SpaceToDepth", "Transpose", "Upsample"));
        spatial.removeAll(operators);
        assertEquals(Set.of(), spatial);
    }

    private static void assertSame(NodeCase test, Run run, List<Tensor> results) {
        for (int i = 0; i < run.outputs.length; i++) {
            if (run.outputs[i] != null) {
                Tensors.assertSame(run.outputs[i], results.get(i), test.hasRoundedOutputs() ? 1e-3 : 0);
            }
        }
    }
}
