package adjoint.onnx.operator;

/** That an operator asks for a value which is not known when the program is compiled. */
public final class UnknownValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String value;

    UnknownValueException(int input, String value) {
        super("input " + input + ": must be known before the program runs, depends on its data");
        this.value = value;
    }

    /** The value's name. */
    public String value() {
        return value;
    }
}
