package adjoint.cli.network;

import adjoint.cli.UserError;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An argument {@code NAME=TEXT} about one of a model's values, or {@code TEXT} alone where there is only one.
 *
 * @param name the value
 * @param text what is said about it
 */
record Assignment(String name, String text) {

    /**
     * Takes an argument apart. Names may have an equals sign in them, and so may files: what is before it counts as a name only if
     * there is such a value.
     *
     * @param option   how the user calls it
     * @param argument the argument
     * @param names    the values there are
     */
    static Assignment parse(String option, String argument, List<String> names) {
        for (String name : names) {
            if (argument.startsWith(name + "=")) {
                return new Assignment(name, argument.substring(name.length() + 1));
            }
        }
        if (names.size() != 1) {
            throw new UserError(option + "=" + argument + ": must begin with one of "
                    + names.stream().map(name -> name + "=").collect(Collectors.joining(", ")));
        }
        return new Assignment(names.getFirst(), argument);
    }
}
