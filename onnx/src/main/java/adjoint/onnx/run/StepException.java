package adjoint.onnx.run;

/** What a kernel threw, and which step it was: data that an operator cannot compute, such as an index out of range. */
public final class StepException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int step;

    StepException(int step, RuntimeException cause) {
        super(cause);
        this.step = step;
    }

    /** The step's place in the program. */
    public int step() {
        return step;
    }
}
