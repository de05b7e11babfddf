package adjoint.bench.subject;

/** A layer ready to run: the filter is packed, the input is in place. */
public interface Prepared extends AutoCloseable {

    /** What is measured: one pass from input to output. */
    void run() throws Exception;

    /** The output of the last run, in NCHW order. */
    float[] output() throws Exception;

    /** Which kernel it is, as far as the subject tells. */
    default String kernel() {
        return "";
    }

    @Override
    default void close() {
    }
}
