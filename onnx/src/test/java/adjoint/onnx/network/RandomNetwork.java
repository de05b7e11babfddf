package adjoint.onnx.network;

import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Graph;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * A small convolutional network whose nodes, weights and data follow from a list of steps. Each step takes whatever image the ones
 * before it leave, so that a network without one of them is a network too.
 */
public final class RandomNetwork {

    private final Shape image;
    private final List<Drawn> steps;
    private final Graph graph;
    private final Map<String, Tensor> inputs;

    private record Drawn(Step step, int seed) {
        @Override
        public String toString() {
            return step + ":" + seed;
        }
    }

    private RandomNetwork(Shape image, List<Drawn> steps) {
        this.image = image;
        this.steps = steps;
        NetworkBuilder net = new NetworkBuilder();
        net.seed(0);
        String last = net.remember(net.input(image.toArray()));
        for (Drawn drawn : steps) {
            net.seed(drawn.seed);
            last = net.remember(drawn.step.piece.behind(last, net));
        }
        net.output(last);
        graph = net.graph();
        inputs = net.inputs();
    }

    /** Networks of every kind; use as {@code @ForAll(supplier = RandomNetwork.Any.class) RandomNetwork}. */
    public static final class Any implements ArbitrarySupplier<RandomNetwork> {

        private static final int MOST_STEPS = 7;

        /** For jqwik. */
        public Any() {
        }

        @Override
        public Arbitrary<RandomNetwork> get() {
            Arbitrary<Step> steps = Arbitraries.frequency(
                    Stream.of(Step.values()).map(step -> Tuple.of(step.weight, step)).toList());
            Arbitrary<Drawn> drawn = Combinators.combine(steps, Arbitraries.integers().between(0, 999_999))
                    .as(Drawn::new);
            return Combinators.combine(images(), drawn.list().ofMinSize(1).ofMaxSize(MOST_STEPS))
                    .as(RandomNetwork::new).withoutEdgeCases();
        }

        private static Arbitrary<Shape> images() {
            Arbitrary<Integer> batches = Arbitraries.frequency(Tuple.of(2, 1), Tuple.of(1, 2));
            Arbitrary<Integer> channels = Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.integers().between(1, 9)),
                    Tuple.of(1, Arbitraries.integers().between(15, 17)));
            Arbitrary<Integer> extents = Arbitraries.integers().between(1, 12);
            return Combinators.combine(batches, channels, extents, extents).as(Shape::of);
        }
    }

    /** The graph as if it had been read from a file. */
    public Graph graph() {
        return graph;
    }

    /** The data of its inputs. */
    public Map<String, Tensor> inputs() {
        return inputs;
    }

    /** What to make it from again. */
    @Override
    public String toString() {
        return image + " " + steps;
    }
}
