package adjoint.onnx.compile;

import java.util.Set;
import java.util.TreeSet;

/** That a graph cannot be compiled as it is meant without the values of some inputs, which could be given. */
public final class ValuesNeededException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final TreeSet<String> inputs;

    ValuesNeededException(Set<String> inputs, Throwable cause) {
        super("inputs " + inputs + ": must be given with their values", cause);
        this.inputs = new TreeSet<>(inputs);
    }

    /** The inputs' names. */
    public Set<String> inputs() {
        return Set.copyOf(inputs);
    }
}
