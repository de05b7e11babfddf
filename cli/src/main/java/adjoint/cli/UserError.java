package adjoint.cli;

/** What the user can put right; told in one line, without a stack trace, and ends the program with status 2. */
final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    UserError(String message) {
        super(message);
    }
}
