package adjoint.onnx.network;

import adjoint.onnx.ElementType;
import adjoint.onnx.Shape;
import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.Operators;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A graph while it grows: the type of each value is known at once, so that what comes next can be chosen to fit. Choices come from
 * the {@linkplain #seed seed} of a step, so that a step does the same whichever steps come before it.
 */
final class NetworkBuilder {

    /** Of images. */
    private static final int RANK = 4;
    /** Bounds the time of one network. */
    private static final int MOST_ELEMENTS = 4000;
    private static final int MOST_CHANNELS = 9;
    /** The version of nodes that are not old on purpose: it has all operators of here, and axes that are inputs. */
    private static final int OPSET = 20;
    /** How often weights are not known beforehand, and no pass may use them. */
    private static final int PERCENT_GIVEN = 6;
    /** How often a result within a step is an output of the network too, or is left to later steps. */
    private static final int PERCENT_WANTED = 3;

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<String, TensorType> types = new LinkedHashMap<>();
    private final Set<String> outputs = new LinkedHashSet<>();
    private final List<String> images = new ArrayList<>();
    private RandomGenerator random;

    /** What is chosen from now on depends on this alone. */
    void seed(long seed) {
        random = new SplittableRandom(seed);
    }

    // Choices.

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A number within bounds that may both be it. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    <T> void shuffle(List<T> list) {
        Collections.shuffle(list, Random.from(random));
    }

    /** What a pattern asks for, or now and then another number. */
    float almost(double number) {
        return (float) (chance(20) ? number + 1 : number);
    }

    // What is there.

    Shape shape(String value) {
        return types.get(value).shape();
    }

    int extent(String value, int axis) {
        return shape(value).get(axis);
    }

    /** Images of before, the latest last. */
    List<String> images() {
        return images;
    }

    /** Whether there may be so many times as many elements. */
    boolean hasRoom(String image, int times) {
        return shape(image).elements() * (long) times <= MOST_ELEMENTS;
    }

    /** A number of channels for a result as large as an image. */
    int channelsLike(String image) {
        return between(1, Math.clamp(MOST_ELEMENTS * extent(image, 1) / shape(image).elements(), 1, MOST_CHANNELS));
    }

    // What is added.

    /** Makes a value one that later steps may come back to. */
    String remember(String image) {
        images.add(image);
        return image;
    }

    /** Makes a value an output of the network; of an input, a copy. */
    void output(String value) {
        outputs.add(inputs.containsKey(value) ? node("Identity", value) : value);
    }

    /** An input of the network. */
    String input(int... shape) {
        return input(normal(1, shape));
    }

    /** Numbers to be added, or now and then an input. */
    String offsets(int... shape) {
        return weights(normal(1, shape));
    }

    /** Numbers to multiply with, or to divide by: none is near 0. */
    String factors(int... shape) {
        float[] values = new float[Shape.of(shape).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(0.6f, 1.6f) * (chance(30) ? -1 : 1);
        }
        return weights(Tensor.of(values, shape));
    }

    /** Positive numbers. */
    String variances(int... shape) {
        float[] values = new float[Shape.of(shape).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(0.5f, 2);
        }
        return weights(Tensor.of(values, shape));
    }

    /** A filter whose results are about as large as what it reads, of so many terms. */
    String filter(int terms, int... shape) {
        return weights(normal(1 / Math.sqrt(terms), shape));
    }

    /** A single number in one of the shapes that exporters give it. */
    String scalar(double number) {
        return constant(Tensor.of(new float[] {(float) number}, oneOf(new int[0], new int[0], new int[] {1},
                new int[] {1, 1})));
    }

    /** A number without axes. */
    String bound(double number) {
        return constant(Tensor.of(new float[] {(float) number}));
    }

    String floats(float... values) {
        return constant(Tensor.of(values, values.length));
    }

    String integers(int... values) {
        return constant(Tensor.of(IntStream.of(values).asLongStream().toArray(), values.length));
    }

    String node(String op, String... arguments) {
        return node(op, Attributes.NONE, arguments);
    }

    String node(String op, Attributes attributes, String... arguments) {
        return node(OPSET, op, attributes, arguments);
    }

    /** A node as it was in some version. */
    String node(int opset, String op, Attributes attributes, String... arguments) {
        return nodes(opset, op, attributes, 1, arguments).getFirst();
    }

    /** A node of several results. */
    List<String> nodes(String op, Attributes attributes, int results, String... arguments) {
        return nodes(OPSET, op, attributes, results, arguments);
    }

    /** A node of two operands in any order. */
    String either(String op, String a, String b) {
        return chance(50) ? node(op, a, b) : node(op, b, a);
    }

    Graph graph() {
        return new Graph("random", inputs.entrySet().stream().map(input -> signature(input.getKey())).toList(),
                outputs.stream().map(NetworkBuilder::signature).toList(), nodes, constants, Map.of());
    }

    /** The data of all inputs. */
    Map<String, Tensor> inputs() {
        return inputs;
    }

    private List<String> nodes(int opset, String op, Attributes attributes, int results, String... arguments) {
        List<String> names = IntStream.range(0, results).mapToObj(i -> "v" + (types.size() + i)).toList();
        Node node = new Node(op, "", opset, "", attributes, List.of(arguments), names);
        List<TensorType> inferred = Operators.find("", op, opset).orElseThrow()
                .infer(Call.of(node, types, constants));
        for (int i = 0; i < results; i++) {
            types.put(names.get(i), inferred.get(i));
        }
        nodes.add(node);
        if (chance(PERCENT_WANTED)) {
            output(names.getFirst());
        }
        if (chance(PERCENT_WANTED) && shape(names.getFirst()).rank() == RANK) {
            remember(names.getFirst());
        }
        return names;
    }

    private String weights(Tensor tensor) {
        return chance(PERCENT_GIVEN) ? input(tensor) : constant(tensor);
    }

    private String input(Tensor tensor) {
        String name = "x" + types.size();
        inputs.put(name, tensor);
        types.put(name, new TensorType(tensor.type(), tensor.shape()));
        return name;
    }

    private String constant(Tensor tensor) {
        String name = "c" + types.size();
        constants.put(name, tensor);
        types.put(name, new TensorType(tensor.type(), tensor.shape()));
        return name;
    }

    private Tensor normal(double deviation, int... shape) {
        float[] values = new float[Shape.of(shape).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return Tensor.of(values, shape);
    }

    private static Signature signature(String name) {
        return new Signature(name, ElementType.FLOAT, Optional.empty());
    }
}
