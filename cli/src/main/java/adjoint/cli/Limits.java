package adjoint.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Limits of the numbers that options take. Beyond them is an error of usage, which names the help. */
public final class Limits {

    private Limits() {
    }

    /** Requires a number within limits, which count. */
    public static void require(CommandSpec spec, String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(spec.commandLine(),
                    option + "=" + value + ": must be at least " + least + " and at most " + most);
        }
    }

    /** Requires a number that has no upper limit. */
    public static void requireAtLeast(CommandSpec spec, String option, long value, long least) {
        if (value < least) {
            throw new ParameterException(spec.commandLine(), option + "=" + value + ": must be at least " + least);
        }
    }
}
