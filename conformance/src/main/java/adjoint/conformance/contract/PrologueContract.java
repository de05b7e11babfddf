package adjoint.conformance.contract;

import adjoint.buffer.Floats;
import adjoint.conformance.Cases;
import adjoint.conformance.Compare;
import adjoint.conformance.ConvCase;
import adjoint.conformance.Guarded;
import adjoint.conformance.Operator;
import adjoint.conformance.Storage;
import adjoint.conformance.Tensors;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Factors of channels mean what a multiplication of the whole input beforehand does, to the bit. */
public interface PrologueContract extends Contract {

    /** Factors that keep small whole numbers exact: the smallest makes quarters of them. */
    float[] EXACT = {0, 1, -1, 2, 0.5f, 0.25f};

    /**
     * Scaling within the operator and before it.
     *
     * @param word       the problem
     * @param transposed which operator
     * @param adds       whether a residual is added as well
     * @param kind       memory of the factors
     * @param seed       the data
     */
    @Property(tries = 500)
    default void factorsScaleTheChannelsOfEachImage(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll boolean transposed, @ForAll boolean adds, @ForAll Storage kind, @ForAll long seed) {
        Problem problem = word.problem();
        Geometry g = problem.geometry();
        Tensors in = Tensors.integers(problem, seed);
        SplittableRandom random = new SplittableRandom(seed);
        float[] factors = new float[g.batch() * (transposed ? g.yChannels() : g.xChannels())];
        for (int at = 0; at < factors.length; at++) {
            factors[at] = EXACT[random.nextInt(EXACT.length)];
        }
        Operator operator = transposed ? Operator.TRANSPOSED_CONVOLUTION : Operator.CONVOLUTION;
        Tensors scaled = transposed ? scaledY(problem, in, factors) : scaledX(problem, in, factors);
        float[] expected = operator.apply(Compare.reference(), problem, scaled);
        float[] added = transposed ? in.x() : in.y();
        for (int at = 0; adds && at < expected.length; at++) {
            expected[at] += added[at];
        }
        Guarded output = Guarded.output(Storage.ARRAY, expected.length);
        Guarded given = Guarded.input(kind, factors);
        run(problem, transposed, in, given.floats(), adds ? Floats.of(added) : null, output.floats());
        String what = word + " " + operator + ", factors " + kind + (adds ? ", residual" : "");
        Compare.exact(what, expected, output.content());
        output.requireGuardsUntouched(what);
        given.requireUntouched(what);
    }

    private static Tensors scaledX(Problem problem, Tensors in, float... factors) {
        float[] x = in.x().clone();
        int channels = problem.geometry().xChannels();
        Visit.x(problem, (n, c, d, h, w) -> x[problem.xStrides().index(n, c, d, h, w)] *= factors[n * channels + c]);
        return new Tensors(x, in.w(), in.y());
    }

    private static Tensors scaledY(Problem problem, Tensors in, float... factors) {
        float[] y = in.y().clone();
        int channels = problem.geometry().yChannels();
        Visit.y(problem, (n, c, d, h, w) -> y[problem.yStrides().index(n, c, d, h, w)] *= factors[n * channels + c]);
        return new Tensors(in.x(), in.w(), y);
    }

    private void run(Problem problem, boolean transposed, Tensors in, Floats factors, Floats residual, Floats output) {
        Epilogue epilogue = residual == null
                ? Epilogue.NONE
                : Epilogue.NONE.withResidual(Epilogue.Residual.AFTER_ACTIVATION);
        LinearMap.plan(transposed, problem, Floats.of(in.w()), Prologue.CHANNEL_FACTORS, epilogue, backend())
                .run(Floats.of(transposed ? in.y() : in.x()), output, residual, factors);
    }
}
