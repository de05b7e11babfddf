package adjoint.conformance.contract;

import adjoint.buffer.Floats;
import adjoint.conformance.Cases;
import adjoint.conformance.Compare;
import adjoint.conformance.ConvCase;
import adjoint.conformance.Operator;
import adjoint.conformance.Tensors;
import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Problem;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Bias, residual and activation are applied as {@link Activation} defines: to the bit, or within {@value #ULPS} units in the last
 * place where there is an exponential, and no closer than the smallest normal float where that underflows.
 */
public interface EpilogueContract extends Contract {

    /** How far a vectorised exponential may be off. */
    int ULPS = 4;

    /**
     * Every epilogue on both operators that have one.
     *
     * @param word       the problem
     * @param transposed which operator
     * @param activation the activation
     * @param residual   whether and where a residual is added
     * @param biased     whether there is a bias
     * @param inPlace    whether the residual is the output
     * @param seed       the data
     */
    @Property(tries = 500)
    default void epiloguesFollowTheirDefinition(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll boolean transposed, @ForAll(supplier = Activations.class) Activation activation,
            @ForAll Epilogue.Residual residual, @ForAll boolean biased, @ForAll boolean inPlace, @ForAll long seed) {
        Problem problem = word.problem();
        Operator operator = transposed ? Operator.TRANSPOSED_CONVOLUTION : Operator.CONVOLUTION;
        Tensors in = eighths(Tensors.integers(problem, seed));
        int channels = transposed ? problem.geometry().xChannels() : problem.geometry().yChannels();
        int channelStride = (transposed ? problem.xStrides() : problem.yStrides()).channel();
        // Multiples of 1/64, as all sums are: it makes no difference in which order they are added.
        SplittableRandom random = new SplittableRandom(seed);
        float[] bias = biased ? multiples(random, channels) : new float[channels];
        float[] added = multiples(random, operator.outputs(problem));

        float[] activated = operator.apply(Compare.reference(), problem, in);
        for (int at = 0; at < activated.length; at++) {
            float before = residual == Epilogue.Residual.BEFORE_ACTIVATION ? added[at] : 0;
            activated[at] = activation.apply(activated[at] + bias[at / channelStride % channels] + before);
        }
        float[] expected = activated.clone();
        double[] bounds = new double[expected.length];
        for (int at = 0; at < expected.length; at++) {
            bounds[at] = hasExponential(activation) ? Math.max(ULPS * Math.ulp(activated[at]), Float.MIN_NORMAL) : 0;
            if (residual == Epilogue.Residual.AFTER_ACTIVATION) {
                expected[at] += added[at];
                bounds[at] += bounds[at] == 0 ? 0 : Math.ulp(expected[at]);
            }
        }
        Epilogue epilogue = Epilogue.NONE.withActivation(activation).withResidual(residual);
        float[] actual = filled(expected.length, Float.NaN);
        run(problem, transposed, in, biased ? epilogue.withBias(bias) : epilogue, actual, inPlace, added);
        Compare.within(word + " " + operator + ", " + (biased ? "bias, " : "") + epilogue, expected, bounds, actual);
    }

    /**
     * NaN stays NaN under every activation.
     *
     * @param word       the problem
     * @param transposed which operator
     * @param activation the activation
     * @param seed       the data
     */
    @Property
    default void activationsKeepNaN(@ForAll(supplier = Cases.Any.class) ConvCase word, @ForAll boolean transposed,
            @ForAll(supplier = Activations.class) Activation activation, @ForAll long seed) {
        Problem problem = word.problem();
        Operator operator = transposed ? Operator.TRANSPOSED_CONVOLUTION : Operator.CONVOLUTION;
        int channels = transposed ? problem.geometry().xChannels() : problem.geometry().yChannels();
        Epilogue epilogue = Epilogue.NONE.withActivation(activation).withBias(filled(channels, Float.NaN));
        float[] actual = new float[operator.outputs(problem)];
        run(problem, transposed, Tensors.integers(problem, seed), epilogue, actual, false, null);
        Compare.exact(word + " " + operator + ", NaN as bias, " + epilogue, filled(actual.length, Float.NaN), actual);
    }

    private void run(Problem problem, boolean transposed, Tensors in, Epilogue epilogue, float[] out, boolean inPlace,
            float[] added) {
        Floats output = Floats.of(out);
        Floats residual = null;
        if (epilogue.residual() != Epilogue.Residual.NONE) {
            if (inPlace) {
                System.arraycopy(added, 0, out, 0, out.length);
            }
            residual = inPlace ? output : Floats.of(added);
        }
        LinearMap.plan(transposed, problem, Floats.of(in.w()), epilogue, backend())
                .run(Floats.of(transposed ? in.y() : in.x()), output, residual, null);
    }

    private static Tensors eighths(Tensors integers) {
        return new Tensors(eighths(integers.x()), eighths(integers.w()), eighths(integers.y()));
    }

    private static float[] eighths(float[] integers) {
        float[] values = new float[integers.length];
        for (int at = 0; at < values.length; at++) {
            values[at] = integers[at] / 8;
        }
        return values;
    }

    private static float[] multiples(SplittableRandom random, int size) {
        float[] values = new float[size];
        for (int at = 0; at < size; at++) {
            // Mostly where activations bend, now and then where they are flat.
            values[at] = random.nextInt(-640, 641) / (random.nextInt(8) == 0 ? 1f : 64f);
        }
        return values;
    }

    private static float[] filled(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return values;
    }

    private static boolean hasExponential(Activation activation) {
        return activation instanceof Activation.Sigmoid || activation instanceof Activation.Tanh
                || activation instanceof Activation.Silu;
    }

    /** Every activation. */
    final class Activations implements ArbitrarySupplier<Activation> {
        /** For jqwik. */
        public Activations() {
        }

        @Override
        public Arbitrary<Activation> get() {
            return Arbitraries.of(Activation.IDENTITY, Activation.RELU, Activation.RELU6, Activation.SIGMOID,
                    Activation.TANH, Activation.HARD_SWISH, Activation.SILU, Activation.clip(-1.5, 2.25),
                    Activation.clip(Double.NEGATIVE_INFINITY, 0.5), Activation.clip(-0.0, 1), Activation.clip(-1, -0.0),
                    Activation.leakyRelu(0.1), Activation.leakyRelu(-2), Activation.HARD_SWISH.scaled(0.75, -0.5),
                    Activation.clip(0, 1).scaled(-3, 2), Activation.IDENTITY.scaled(2, 0.25));
        }
    }
}
