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
            new Entry("BatchNormalization", 7, new BatchNormalization()),
            new Entry("Clip", 6, Activations.CLIP),
            new Entry("Concat", 4, new Concat()),
            new Entry("Constant", 1, new Constant()),
            new Entry("Conv", 1, new Conv()),
            new Entry("ConvTranspose", 1, new ConvTranspose()),
            new Entry("Div", 7, Arithmetic.DIV),
            new Entry("GlobalAveragePool", 1, new GlobalAveragePool()),
            new Entry("HardSigmoid", 6, Activations.HARD_SIGMOID),
            new Entry("Identity", 1, new Alias(call -> call.type(0))),
            new Entry("LeakyRelu", 6, Activations.LEAKY_RELU),
            new Entry("Mul", 7, Arithmetic.MUL),
            new Entry("Relu", 6, Activations.RELU),
            new Entry("Resize", 10, new Resize()),
            new Entry("Sigmoid", 6, Activations.SIGMOID),
            new Entry("Slice", 1, new Slice()),
            new Entry("Sub", 7, Arithmetic.SUB));
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
        if (domain.equals(Internal.DOMAIN)) {
            return Internal.find(name);
        }
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
