package adjoint.onnx;

import adjoint.parallel.Workers;
import adjoint.spi.Backend;
import adjoint.spi.Backends;
import java.util.Objects;
import java.util.Optional;

/**
 * How a model is run. Immutable; each method returns new options.
 *
 * @param workers     the threads that each run shares its work among; if empty, the model has a team of its own, of as many
 *                    threads as there are processors, and ends it when it is closed
 * @param backend     what computes convolutions
 * @param memoryBytes what the weights may take, and again what the tensors of all runs at one time may take together
 * @param plans       for how many sets of input shapes plans are kept
 */
public record Options(Optional<Workers> workers, Backend backend, long memoryBytes, int plans) {

    /** A fair share of the heap for each of weights and tensors. */
    private static final int HEAP_SHARES = 2;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Options {
        Objects.requireNonNull(workers, "workers: must not be null");
        Objects.requireNonNull(backend, "backend: must not be null");
        if (memoryBytes < 1) {
            throw new IllegalArgumentException("memoryBytes=" + memoryBytes + ": must be at least 1");
        }
        if (plans < 1) {
            throw new IllegalArgumentException("plans=" + plans + ": must be at least 1");
        }
    }

    /**
     * All processors, the preferred backend, half of the largest heap, four plans.
     *
     * @return the options
     */
    public static Options defaults() {
        return new Options(Optional.empty(), Backends.preferred(), Runtime.getRuntime().maxMemory() / HEAP_SHARES, 4);
    }

    /**
     * Other threads.
     *
     * @param others the workers; whoever made them closes them
     * @return new options
     */
    public Options workers(Workers others) {
        return new Options(Optional.of(Objects.requireNonNull(others, "workers: must not be null")), backend,
                memoryBytes, plans);
    }

    /**
     * Another backend.
     *
     * @param other the backend
     * @return new options
     */
    public Options backend(Backend other) {
        return new Options(workers, other, memoryBytes, plans);
    }

    /**
     * Another limit of memory.
     *
     * @param bytes the limit
     * @return new options
     */
    public Options memoryBytes(long bytes) {
        return new Options(workers, backend, bytes, plans);
    }

    /**
     * Another number of plans.
     *
     * @param count the number
     * @return new options
     */
    public Options plans(int count) {
        return new Options(workers, backend, memoryBytes, count);
    }
}
