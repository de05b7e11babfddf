package adjoint.conformance.contract;

import adjoint.Convolution;
import adjoint.FilterGradient;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.conformance.Cases;
import adjoint.conformance.ConvCase;
import adjoint.conformance.Guarded;
import adjoint.conformance.Storage;
import adjoint.conformance.Tensors;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import java.nio.FloatBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is wrong with an argument: the documented exception, naming the argument, and nothing is written. */
public interface ArgumentContract extends Contract {

    /** One of the two operators that map one side to the other, for given tensors. */
    @FunctionalInterface
    interface Call {
        /**
         * Plans and runs.
         *
         * @param filter   the filter
         * @param epilogue the epilogue
         * @param input    what is read
         * @param output   what is written
         * @param given    whether a residual is passed
         * @param residual the residual
         */
        void run(Floats filter, Epilogue epilogue, Floats input, Floats output, boolean given, Floats residual);
    }

    /**
     * Factors are refused if they are missing, not needed, of another size or where the output goes.
     *
     * @param word       the problem
     * @param transposed which operator
     * @param kind       memory of the output
     */
    @Property(tries = 100)
    default void wrongFactorsAreRefused(@ForAll(supplier = Cases.Any.class) ConvCase word, @ForAll boolean transposed,
            @ForAll Storage kind) {
        Problem problem = word.problem();
        Geometry g = problem.geometry();
        Floats filter = Floats.of(new float[g.filterElements()]);
        int outputSize = transposed ? g.xElements() : g.yElements();
        Floats input = Floats.of(new float[transposed ? g.yElements() : g.xElements()]);
        int channels = transposed ? g.yChannels() : g.xChannels();
        Floats factors = Floats.of(new float[g.batch() * channels]);
        Guarded guarded = Guarded.output(kind, outputSize);
        Floats output = guarded.floats();
        Refusal refusal = new Refusal(word, guarded);

        refusal.ofNull("prologue", () -> LinearMap.plan(transposed, problem, filter, null, Epilogue.NONE, backend()));
        LinearMap plain = LinearMap.plan(transposed, problem, filter, Epilogue.NONE, backend());
        LinearMap scaled = LinearMap.plan(transposed, problem, filter, Prologue.CHANNEL_FACTORS, Epilogue.NONE,
                backend());
        refusal.of("factors: must be given", () -> scaled.run(input, output, null, null));
        refusal.of("factors: must not be given", () -> plain.run(input, output, null, factors));
        refusal.of("factors has ", () -> scaled.run(input, output, null, longer(factors)));
        if (outputSize > 0 && factors.size() > 0) {
            float[] shared = marked(outputSize + factors.size());
            refusal.of(transposed ? "x=" : "y=", () -> scaled.run(input, Floats.of(shared, 0, outputSize), null,
                    Floats.of(shared, outputSize - 1, factors.size())));
            requireMarked(word, shared);
        }
    }

    /**
     * Convolution refuses.
     *
     * @param word the problem
     * @param kind memory of the output
     */
    @Property(tries = 100)
    default void convolutionRefusesWrongArguments(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll Storage kind) {
        Problem problem = word.problem();
        refusesWrongArguments(word, kind, false, (filter, epilogue, x, y, given, residual) -> {
            Convolution plan = Convolution.plan(problem, filter, epilogue, backend());
            if (given) {
                plan.run(x, y, residual);
            } else {
                plan.run(x, y);
            }
        });
    }

    /**
     * Transposed convolution refuses.
     *
     * @param word the problem
     * @param kind memory of the output
     */
    @Property(tries = 100)
    default void transposedConvolutionRefusesWrongArguments(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll Storage kind) {
        Problem problem = word.problem();
        refusesWrongArguments(word, kind, true, (filter, epilogue, y, x, given, residual) -> {
            TransposedConvolution plan = TransposedConvolution.plan(problem, filter, epilogue, backend());
            if (given) {
                plan.run(y, x, residual);
            } else {
                plan.run(y, x);
            }
        });
    }

    private static void refusesWrongArguments(ConvCase word, Storage kind, boolean transposed, Call call) {
        Geometry g = word.problem().geometry();
        String inputName = transposed ? "y" : "x";
        int inputSize = transposed ? g.yElements() : g.xElements();
        String outputName = transposed ? "x" : "y";
        int outputSize = transposed ? g.xElements() : g.yElements();
        int channels = transposed ? g.xChannels() : g.yChannels();
        Epilogue none = Epilogue.NONE;
        Epilogue adding = none.withResidual(Epilogue.Residual.BEFORE_ACTIVATION);
        Floats filter = Floats.of(new float[g.filterElements()]);
        Floats input = Floats.of(new float[inputSize]);
        Guarded guarded = Guarded.output(kind, outputSize);
        Floats output = guarded.floats();
        Floats residual = Floats.of(new float[outputSize]);
        Refusal refusal = new Refusal(word, guarded);

        refusal.ofNull("filter", () -> call.run(null, none, input, output, false, null));
        refusal.of("filter has ", () -> call.run(longer(filter), none, input, output, false, null));
        refusal.ofNull("epilogue", () -> call.run(filter, null, input, output, false, null));
        refusal.of("bias has " + (channels + 1) + " values",
                () -> call.run(filter, none.withBias(new float[channels + 1]), input, output, false, null));
        refusal.ofNull(inputName, () -> call.run(filter, none, null, output, false, null));
        refusal.of(inputName + " has " + (inputSize + 1) + " floats",
                () -> call.run(filter, none, longer(input), output, false, null));
        refusal.ofNull(outputName, () -> call.run(filter, none, input, null, false, null));
        refusal.of("residual", () -> call.run(filter, adding, input, output, false, null));
        refusal.of("residual", () -> call.run(filter, none, input, output, true, residual));
        refusal.ofNull("residual", () -> call.run(filter, adding, input, output, true, null));
        refusal.of("residual has ", () -> call.run(filter, adding, input, output, true, longer(residual)));

        Guarded tooLong = Guarded.output(kind, outputSize + 1);
        new Refusal(word, tooLong).of(outputName + " has " + (outputSize + 1) + " floats",
                () -> call.run(filter, none, input, tooLong.floats(), false, null));
        if (inputSize > 0) {
            refusal.of(inputName + " has " + (inputSize - 1) + " floats",
                    () -> call.run(filter, none, Floats.of(new float[inputSize - 1]), output, false, null));
        }
        Floats readOnly = Floats.of(FloatBuffer.allocate(outputSize).asReadOnlyBuffer());
        refusal.of(outputName + "=", () -> call.run(filter, none, input, readOnly, false, null));
        if (inputSize > 0 && outputSize > 0) {
            float[] shared = marked(inputSize + outputSize);
            Floats in = Floats.of(shared, 0, inputSize);
            Floats out = Floats.of(shared, inputSize - 1, outputSize);
            refusal.of(outputName + "=", () -> call.run(filter, none, in, out, false, null));
            requireMarked(word, shared);
        }
        if (outputSize > 1) {
            float[] shared = marked(outputSize + 1);
            Floats out = Floats.of(shared, 0, outputSize);
            Floats partly = Floats.of(shared, 1, outputSize);
            refusal.of(outputName + "=", () -> call.run(filter, adding, input, out, true, partly));
            requireMarked(word, shared);
        }
    }

    /**
     * The filter gradient refuses.
     *
     * @param word the problem
     * @param kind memory of the output
     * @param seed the data
     */
    @Property(tries = 100)
    default void filterGradientRefusesWrongArguments(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll Storage kind,
            @ForAll long seed) {
        Problem problem = word.problem();
        FilterGradient plan = FilterGradient.plan(problem, backend());
        Tensors in = Tensors.integers(problem, seed);
        Floats x = Floats.of(in.x());
        Floats y = Floats.of(in.y());
        Guarded guarded = Guarded.output(kind, in.w().length);
        Floats w = guarded.floats();
        Refusal refusal = new Refusal(word, guarded);

        refusal.ofNull("x", () -> plan.run(null, y, w));
        refusal.ofNull("y", () -> plan.run(x, null, w));
        refusal.ofNull("w", () -> plan.run(x, y, null));
        refusal.of("x has " + (x.size() + 1) + " floats", () -> plan.run(longer(x), y, w));
        refusal.of("y has " + (y.size() + 1) + " floats", () -> plan.run(x, longer(y), w));
        Guarded tooLong = Guarded.output(kind, w.size() + 1);
        new Refusal(word, tooLong).of("w has " + (w.size() + 1) + " floats", () -> plan.run(x, y, tooLong.floats()));
        Floats readOnly = Floats.of(FloatBuffer.allocate(w.size()).asReadOnlyBuffer());
        refusal.of("w=", () -> plan.run(x, y, readOnly));
        if (x.size() > 0) {
            float[] shared = marked(x.size() + w.size());
            refusal.of("w=",
                    () -> plan.run(Floats.of(shared, 0, x.size()), y, Floats.of(shared, x.size() - 1, w.size())));
            requireMarked(word, shared);
        }
        if (y.size() > 0) {
            float[] shared = marked(y.size() + w.size());
            refusal.of("w=",
                    () -> plan.run(x, Floats.of(shared, 0, y.size()), Floats.of(shared, y.size() - 1, w.size())));
            requireMarked(word, shared);
        }
    }

    private static Floats longer(Floats floats) {
        return Floats.of(new float[floats.size() + 1]);
    }

    private static float[] marked(int size) {
        float[] array = new float[size];
        Arrays.fill(array, 7);
        return array;
    }

    private static void requireMarked(ConvCase word, float[] array) {
        if (!Arrays.equals(array, marked(array.length))) {
            throw new AssertionError(word + ": the output was written before the check");
        }
    }

    /**
     * An expected refusal.
     *
     * @param word   the problem
     * @param output what must not be written
     */
    record Refusal(ConvCase word, Guarded output) {

        void ofNull(String name, Runnable call) {
            refused(NullPointerException.class, name + ":", call);
        }

        void of(String start, Runnable call) {
            refused(IllegalArgumentException.class, start, call);
        }

        private void refused(Class<? extends RuntimeException> type, String start, Runnable call) {
            try {
                call.run();
            } catch (RuntimeException e) {
                if (e.getClass() != type || e.getMessage() == null || !e.getMessage().startsWith(start)) {
                    throw new AssertionError(word + ": " + e + " in place of " + type.getSimpleName() + " " + start, e);
                }
                output.requireUntouched(word + ": refused call");
                return;
            }
            throw new AssertionError(word + ": accepted in place of " + type.getSimpleName() + " " + start);
        }
    }
}
