package adjoint.onnx;

/** A model that cannot be read or run. The message names the file and, where one is at fault, the node. */
public final class ModelException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * With a message.
     *
     * @param message what does not hold, and where
     */
    public ModelException(String message) {
        super(message);
    }

    /**
     * With a message and what led to it.
     *
     * @param message what does not hold, and where
     * @param cause   what was thrown first
     */
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
