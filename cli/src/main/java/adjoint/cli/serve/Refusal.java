package adjoint.cli.serve;

/** Why a request is not answered as wished. The message is for whoever sent it. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of HTTP. */
    int status() {
        return status;
    }
}
