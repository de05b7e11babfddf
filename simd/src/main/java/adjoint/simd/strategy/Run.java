package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.parallel.Workers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One run of a plan under way: the caller's tensors, the next item, and what each worker needs; kept for later runs. */
final class Run implements Workers.Job {

    /** What one worker needs to compute items. */
    interface Computer {
        /** Begins a run: other inputs and factors. */
        default void start() {
            // Most keep nothing of the run before.
        }

        /** Brings the inputs of an item to where {@link #compute} reads them. */
        void pack(int item);

        /** Computes an item whose inputs are packed. */
        void compute(int item);
    }

    private final Items items;
    private final Function<Run, Computer> maker;
    private final Computer[] computers;
    private final AtomicInteger next = new AtomicInteger();
    /** The input. */
    float[] in;
    /** Where the input starts. */
    int inAt;
    /** The output. */
    float[] out;
    /** Where the output starts. */
    int outAt;
    /** What is added, null if nothing. */
    float[] residual;
    /** Where the residual of an output element lies, relative to the element. */
    int residualBy;
    /** What the channels of each image are multiplied by, null if by nothing. */
    float[] factors;
    /** Where the factors start. */
    int factorsAt;

    Run(Items items, int threads, Function<Run, Computer> maker) {
        this.items = items;
        this.computers = new Computer[threads];
        this.maker = maker;
    }

    /** Whether what is added lies where the output goes: it is gone once something else has been written there. */
    boolean addsOutput() {
        return residual == out && residualBy == 0;
    }

    /** Computes all items. */
    void on(Workers workers, FloatArray input, FloatArray output, FloatArray added, FloatArray multiplied) {
        in = input.array();
        inAt = input.offset();
        out = output.array();
        outAt = output.offset();
        residual = added == null ? null : added.array();
        residualBy = added == null ? 0 : added.offset() - output.offset();
        factors = multiplied == null ? null : multiplied.array();
        factorsAt = multiplied == null ? 0 : multiplied.offset();
        next.setPlain(0);
        if (items.count() == 1) {
            run(0);
        } else if (items.count() > 1) {
            workers.run(this);
        }
        in = null;
        out = null;
        residual = null;
        factors = null;
    }

    @Override
    public void run(int worker) {
        if (computers[worker] == null) {
            computers[worker] = maker.apply(this);
        }
        Computer computer = computers[worker];
        computer.start();
        int packed = -1;
        for (int item = next.getAndIncrement(); item < items.count(); item = next.getAndIncrement()) {
            if (items.inputs(item) != packed) {
                computer.pack(item);
                packed = items.inputs(item);
            }
            computer.compute(item);
        }
    }
}
