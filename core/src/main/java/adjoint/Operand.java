package adjoint;

import adjoint.buffer.Floats;
import adjoint.check.Check;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Problem;
import java.util.Arrays;

/** Checks of the tensors that a caller hands in, before anything is written. */
final class Operand {

    private Operand() {
    }

    /** A tensor of one side. Only what is refused costs more than a comparison: runs allocate nothing. */
    static void image(Problem problem, Side side, String name, Floats image) {
        if (Check.notNull(name, image).size() != side.elements(problem.geometry())) {
            throw wrongSize(name, image, problem.layout(), side.shape(problem));
        }
    }

    /** A filter. */
    static void filter(Problem problem, String name, Floats filter) {
        if (Check.notNull(name, filter).size() != problem.geometry().filterElements()) {
            throw wrongSize(name, filter, problem.filterLayout(), problem.filterShape());
        }
    }

    /** Factors, one for each image and channel of the input. */
    static void factors(Problem problem, Side input, Floats factors) {
        long needed = (long) problem.geometry().batch() * input.channels(problem.geometry());
        if (factors.size() != needed) {
            throw new IllegalArgumentException(
                    "factors has " + factors.size() + " floats: one for each image and channel, "
                            + needed + ", are needed");
        }
    }

    /** A residual is null exactly if none is added. */
    static void given(Epilogue epilogue, Floats residual) {
        if (residual == null && epilogue.residual() != Epilogue.Residual.NONE) {
            throw new IllegalArgumentException("residual: must be given, the plan adds one " + epilogue.residual());
        }
        if (residual != null && epilogue.residual() == Epilogue.Residual.NONE) {
            throw new IllegalArgumentException("residual: must not be given, the plan's epilogue adds none");
        }
    }

    /** Factors are null exactly if nothing is multiplied by them. */
    static void given(Prologue prologue, Floats factors) {
        if (factors == null && prologue == Prologue.CHANNEL_FACTORS) {
            throw new IllegalArgumentException("factors: must be given, the plan multiplies by them");
        }
        if (factors != null && prologue == Prologue.NONE) {
            throw new IllegalArgumentException("factors: must not be given, the plan has no prologue");
        }
    }

    private static IllegalArgumentException wrongSize(String name, Floats floats, Object layout, int[] shape) {
        return new IllegalArgumentException(name + " has " + floats.size() + " floats: " + layout + " "
                + Arrays.toString(shape) + " needs " + Check.elements(name, shape));
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
