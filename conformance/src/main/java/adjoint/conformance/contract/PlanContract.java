package adjoint.conformance.contract;

import adjoint.Convolution;
import adjoint.FilterGradient;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.conformance.Cases;
import adjoint.conformance.Compare;
import adjoint.conformance.ConvCase;
import adjoint.conformance.Operator;
import adjoint.conformance.Tensors;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Problem;
import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A plan is immutable: runs repeat to the bit, from any thread, whatever ran before, and the filter is the plan's own copy. */
public interface PlanContract extends Contract {

    /** Threads that run one plan at once. */
    int THREADS = 4;

    /**
     * One plan, several inputs, several threads at once.
     *
     * @param word     the problem
     * @param operator the operator
     * @param seed     the data
     * @throws Exception not expected
     */
    @Property
    default void runsOfOnePlanAreEqualFromSeveralThreads(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll Operator operator, @ForAll long seed) throws Exception {
        Problem problem = word.problem();
        Operator.Plan plan = operator.plan(backend(), problem, Tensors.reals(problem, seed).w(), Workers.CALLER);
        List<Tensors> inputs = new ArrayList<>();
        List<float[]> alone = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            inputs.add(Tensors.reals(problem, seed + thread));
            alone.add(plan.run(inputs.get(thread)));
        }
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<float[]>> together = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Tensors in : inputs) {
                together.add(threads.submit(() -> {
                    start.await();
                    return plan.run(in);
                }));
            }
        }
        for (int thread = 0; thread < THREADS; thread++) {
            Compare.exact(word + " " + operator + ", thread " + thread, alone.get(thread),
                    result(together.get(thread)));
        }
    }

    /**
     * However many threads share a run, the result is the same.
     *
     * @param word    the problem
     * @param threads number of threads
     * @param own     whether they are the library's own
     * @param seed    the data
     */
    @Property(tries = 150)
    default void runsMayBeSharedAmongThreads(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll @IntRange(min = 2, max = 5) int threads, @ForAll boolean own, @ForAll long seed) {
        requireReferenceOn(word, threads, own, seed);
    }

    /**
     * So it is where there is enough work for each of them.
     *
     * @param word    the problem
     * @param threads number of threads
     * @param own     whether they are the library's own
     * @param seed    the data
     */
    @Property(tries = 15)
    default void largeRunsMayBeSharedAmongThreads(@ForAll(supplier = Cases.Large.class) ConvCase word,
            @ForAll @IntRange(min = 2, max = 5) int threads, @ForAll boolean own, @ForAll long seed) {
        requireReferenceOn(word, threads, own, seed);
    }

    private void requireReferenceOn(ConvCase word, int threads, boolean own, long seed) {
        Tensors in = Tensors.integers(word.problem(), seed);
        try (Team team = Workers.team(threads); ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            Workers workers = own ? team : Workers.of(executor, threads);
            for (Operator operator : Operator.values()) {
                Operator.Plan plan = operator.plan(backend(), word.problem(), in.w(), workers);
                float[] expected = operator.apply(Compare.reference(), word.problem(), in);
                Compare.exact(word + " " + operator + " on " + threads + " threads", expected, plan.run(in));
                Compare.exact(word + " " + operator + " on " + threads + " threads again", expected, plan.run(in));
            }
        }
    }

    /**
     * What a caller does with the filter after planning does not matter.
     *
     * @param word the problem
     * @param seed the data
     */
    @Property(tries = 100)
    default void plansKeepACopyOfTheFilter(@ForAll(supplier = Cases.Any.class) ConvCase word, @ForAll long seed) {
        Problem problem = word.problem();
        Tensors in = Tensors.integers(problem, seed);
        for (Operator operator : List.of(Operator.CONVOLUTION, Operator.TRANSPOSED_CONVOLUTION)) {
            float[] filter = in.w().clone();
            Operator.Plan plan = operator.plan(backend(), problem, filter, Workers.CALLER);
            Arrays.fill(filter, Float.NaN);
            Compare.exact(word + " " + operator, operator.apply(backend(), problem, in), plan.run(in));
        }
    }

    /**
     * A plan says how it computes, and how much memory that takes.
     *
     * @param word the problem
     * @param seed the data
     */
    @Property(tries = 100)
    default void plansDescribeThemselves(@ForAll(supplier = Cases.Any.class) ConvCase word, @ForAll long seed) {
        Problem problem = word.problem();
        Floats filter = Floats.of(Tensors.integers(problem, seed).w());
        Convolution convolution = Convolution.plan(problem, filter, Epilogue.NONE, backend());
        TransposedConvolution transposed = TransposedConvolution.plan(problem, filter, Epilogue.NONE, backend());
        FilterGradient gradient = FilterGradient.plan(problem, backend());
        for (String description : List.of(convolution.describe(), transposed.describe(), gradient.describe())) {
            require(!description.isBlank(), word, "a description must say something");
        }
        for (long bytes : new long[] {convolution.workspaceBytes(), transposed.workspaceBytes(),
            gradient.workspaceBytes()}) {
            require(bytes >= 0, word, "workspaceBytes=" + bytes + " must not be negative");
        }
        require(convolution.problem().equals(problem) && transposed.problem().equals(problem)
                && gradient.problem().equals(problem), word, "a plan must tell the problem that it was made for");
    }

    private static void require(boolean holds, ConvCase word, String what) {
        if (!holds) {
            throw new AssertionError(word + ": " + what);
        }
    }

    private static float[] result(Future<float[]> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
