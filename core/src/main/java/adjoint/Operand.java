package adjoint;

import adjoint.buffer.Floats;
import adjoint.check.Check;
import adjoint.geometry.Problem;
import java.util.Arrays;

/** Checks of the tensors that a caller hands in, before anything is written. */
final class Operand {

    private Operand() {
    }

    static void size(String name, Floats floats, Object layout, int[] shape) {
        int needed = Check.elements(name, shape);
        if (Check.notNull(name, floats).size() != needed) {
            throw new IllegalArgumentException(
                    name + " has " + floats.size() + " floats: " + layout + " " + Arrays.toString(shape) + " needs "
                            + needed);
        }
    }

    static void x(Problem problem, Floats x) {
        size("x", x, problem.layout(), problem.xShape());
    }

    static void y(Problem problem, Floats y) {
        size("y", y, problem.layout(), problem.yShape());
    }

    static void filter(Problem problem, String name, Floats filter) {
        size(name, filter, problem.filterLayout(), problem.filterShape());
    }

    static void writable(String name, Floats output) {
        if (output.isReadOnly()) {
            throw new IllegalArgumentException(name + "=" + output + ": must be writable");
        }
    }

    static void disjoint(String outputName, Floats output, String inputName, Floats input) {
        if (output.overlaps(input)) {
            throw new IllegalArgumentException(
                    outputName + "=" + output + ": must not overlap " + inputName + "=" + input);
        }
    }
}
