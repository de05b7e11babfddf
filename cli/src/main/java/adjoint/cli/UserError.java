package adjoint.cli;

/** What the user can put right; told in one line, without a stack trace, and ends the program with status 2. */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the line that the user sees, without its end. */
    public UserError(String message) {
        super(message);
    }
}
