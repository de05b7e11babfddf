package adjoint.onnx.format;

/** Bytes that weights may still take. */
final class Budget {

    private final long limitBytes;
    private long leftBytes;

    Budget(long limitBytes) {
        this.limitBytes = limitBytes;
        leftBytes = limitBytes;
    }

    /** Takes some of it, before they are allocated. */
    void take(long bytes) {
        if (bytes > leftBytes) {
            throw new IllegalArgumentException(
                    "memory=" + limitBytes + " bytes: must be enough for all weights, which need more");
        }
        leftBytes -= bytes;
    }
}
