package adjoint.dialect;

import adjoint.geometry.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A call as code: operands, then those parameters that are not at their default. */
final class Code {

    private final String function;
    private final List<String> arguments;

    Code(String function, String... operands) {
        this.function = function;
        this.arguments = new ArrayList<>(List.of(operands));
    }

    /** A parameter that is always said. */
    Code with(String name, Object value) {
        arguments.add(name + "=" + value);
        return this;
    }

    /** A parameter that is said unless it has its default. */
    <T> Code with(String name, T value, T unsaid, Object text) {
        return value.equals(unsaid) ? this : with(name, text);
    }

    @Override
    public String toString() {
        return function + "(" + String.join(", ", arguments) + ")";
    }

    /** One number for all axes where they agree, else {@code (1, 2)}. */
    static Object tupleOrOne(List<Integer> each) {
        return each.stream().distinct().count() == 1 ? each.getFirst() : tuple(each);
    }

    /** One number for all axes where they agree, else {@code [1, 2]}. */
    static Object listOrOne(List<Integer> each) {
        return each.stream().distinct().count() == 1 ? each.getFirst() : each;
    }

    /** {@code (1, 2)}; a single element keeps its comma. */
    static String tuple(List<?> each) {
        return each.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", each.size() == 1 ? ",)" : ")"));
    }

    /** {@code [[0, 1], [0, 1]]}. */
    static String pairs(List<Padding.Explicit> pads) {
        return pads.stream().map(pad -> "[" + pad.lo() + ", " + pad.hi() + "]").toList().toString();
    }

    /** {@code ((0, 1), (0, 1))}. */
    static String tuples(List<Padding.Explicit> pads) {
        return tuple(pads.stream().map(pad -> "(" + pad.lo() + ", " + pad.hi() + ")").toList());
    }

    static String quoted(String word) {
        return "\"" + word + "\"";
    }
}
