package adjoint.cli.network;

import adjoint.cli.UserError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An argument {@code NAME=TEXT} about one of a model's values, or {@code TEXT} alone where there is only one.
 *
 * @param name the value
 * @param text what is said about it
 */
record Assignment(String name, String text) {

    /**
     * Takes all arguments of an option apart.
     *
     * @param option    how the user calls it
     * @param arguments the arguments
     * @param names     the values there are
     * @throws UserError if there are two for one value, of which one would not count
     */
    static List<Assignment> parse(String option, List<String> arguments, List<String> names) {
        Set<String> given = new HashSet<>();
        List<Assignment> all = new ArrayList<>();
        for (String argument : arguments) {
            Assignment assignment = parse(option, argument, names);
            if (!given.add(assignment.name)) {
                throw new UserError(option + "=" + argument + ": must be the only one for " + assignment.name);
            }
            all.add(assignment);
        }
        return all;
    }

    /**
     * Takes an argument apart. Names may have an equals sign in them, and so may files: what is before it counts as a name only if
     * there is such a value.
     *
     * @param option   how the user calls it
     * @param argument the argument
     * @param names    the values there are
     */
    private static Assignment parse(String option, String argument, List<String> names) {
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
