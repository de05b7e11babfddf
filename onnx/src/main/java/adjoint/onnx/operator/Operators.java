package adjoint.onnx.operator;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All operators that there are. */
public final class Operators {

    /**
     * An operator from some version on, up to the next entry of the same name. Where versions differ in little, one operator
     * looks at {@link Call#opset()}.
     *
     * @param name     its name in ONNX
     * @param since    the first version of ONNX's set that has it
     * @param operator what it does
     */
    public record Entry(String name, int since, Operator operator) {
    }

    /** Sorted by name. */
    // spotless:off
    public static final List<Entry> ALL = List.of(
            new Entry("Add", 7, Arithmetic.ADD),
            new Entry("Conv", 1, new Conv()),
            new Entry("ConvTranspose", 1, new ConvTranspose()),
            new Entry("Identity", 1, new Alias(call -> call.type(0))),
            new Entry("LeakyRelu", 1, Activations.LEAKY_RELU),
            new Entry("Relu", 1, Activations.RELU));
    // spotless:on

    private static final Set<String> DOMAINS = Set.of("", "ai.onnx");

    private Operators() {
    }

    /**
     * An operator by name.
     *
     * @param domain the set it belongs to
     * @param name   its name
     * @param opset  the model's version of that set
     * @return the operator, or nothing if it is not supported
     */
    public static Optional<Operator> find(String domain, String name, int opset) {
        return ALL.stream().filter(entry -> DOMAINS.contains(domain) && entry.name.equals(name) && entry.since <= opset)
                .max(Comparator.comparingInt(Entry::since)).map(Entry::operator);
    }

    /** Names of all operators. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        ALL.forEach(entry -> names.add(entry.name));
        return names;
    }
}
