package adjoint.cli.network;

import adjoint.cli.UserError;
import java.io.File;
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
     * @param kind      what the values are: inputs or outputs
     * @param names     the values there are
     * @throws UserError if there are two for one value, of which one would not count, or one for a value that is not there
     */
    static List<Assignment> parse(String option, List<String> arguments, String kind, List<String> names) {
        Set<String> given = new HashSet<>();
        List<Assignment> all = new ArrayList<>();
        for (String argument : arguments) {
            Assignment assignment = parse(option, argument, kind, names);
            if (!given.add(assignment.name)) {
                throw new UserError(option + "=" + argument + ": must be the only one for " + assignment.name);
            }
            all.add(assignment);
        }
        return all;
    }

    /**
     * Takes an argument apart. Names may have an equals sign in them, and so may files: what is before it counts as a name if there
     * is such a value, and as a mistaken one if there is no such file or folder.
     */
    private static Assignment parse(String option, String argument, String kind, List<String> names) {
        for (String name : names) {
            if (argument.startsWith(name + "=")) {
                return new Assignment(name, argument.substring(name.length() + 1));
            }
        }
        if (names.size() == 1 && isText(argument)) {
            return new Assignment(names.getFirst(), argument);
        }
        if (names.isEmpty()) {
            throw new UserError(option + "=" + argument + ": must not be given, the model has no " + kind);
        }
        String named = argument.contains("=")
                ? ", the model has no " + kind + " " + argument.substring(0, argument.indexOf('='))
                : "";
        throw new UserError(option + "=" + argument + ": must begin with " + (names.size() == 1 ? "" : "one of ")
                + names.stream().map(name -> name + "=").collect(Collectors.joining(", ")) + named);
    }

    /** Whether there is no equals sign, or what has one is there: the file, or a folder on the way to it. */
    private static boolean isText(String argument) {
        if (!argument.contains("=")) {
            return true;
        }
        File file = new File(argument);
        while (!file.getName().contains("=")) {
            file = file.getParentFile();
        }
        return file.exists();
    }
}
