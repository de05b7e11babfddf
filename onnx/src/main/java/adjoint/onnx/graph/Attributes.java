package adjoint.onnx.graph;

import adjoint.onnx.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The attributes of a node, by name. Values are {@code Long}, {@code Float}, {@code String}, {@code List}s of these,
 * {@link Tensor}, {@link Graph}, or what a pass of the compiler hands to an operator. Immutable.
 *
 * <p>Getters throw {@link IllegalArgumentException} where an attribute is missing or has another type; whoever asked for the
 * operator adds which node it was.
 */
public final class Attributes {

    /** No attribute. */
    public static final Attributes NONE = new Attributes(Map.of());

    private final Map<String, Object> values;

    private Attributes(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /**
     * Attributes of given values.
     *
     * @param values by name
     * @return the attributes
     */
    public static Attributes of(Map<String, ?> values) {
        return new Attributes(Map.copyOf(values));
    }

    /**
     * One attribute more, or another value of one.
     *
     * @param name  the attribute
     * @param value its value; integers may be given as any number type
     * @return new attributes
     */
    public Attributes with(String name, Object value) {
        Map<String, Object> more = new TreeMap<>(values);
        more.put(name, value instanceof Integer number ? (Object) number.longValue() : value);
        return new Attributes(more);
    }

    /** With a list of integers. */
    public Attributes withIntegers(String name, int... value) {
        return with(name, Arrays.stream(value).asLongStream().boxed().toList());
    }

    /** One attribute less. */
    public Attributes without(String name) {
        Map<String, Object> fewer = new TreeMap<>(values);
        fewer.remove(name);
        return new Attributes(fewer);
    }

    /** Whether an attribute is given. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** All values by name, in the order of names. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** An integer. */
    public long integer(String name) {
        return required(name, Long.class);
    }

    /** An integer, or what holds if it is not given. */
    public long integer(String name, long unsaid) {
        return has(name) ? integer(name) : unsaid;
    }

    /** An integer that is a yes or no. */
    public boolean flag(String name, boolean unsaid) {
        return has(name) ? integer(name) != 0 : unsaid;
    }

    /** A float. */
    public float real(String name) {
        return required(name, Float.class);
    }

    /** A float, or what holds if it is not given. */
    public float real(String name, float unsaid) {
        return has(name) ? real(name) : unsaid;
    }

    /** A word. */
    public String text(String name) {
        return required(name, String.class);
    }

    /** A word, or what holds if it is not given. */
    public String text(String name, String unsaid) {
        return has(name) ? text(name) : unsaid;
    }

    /** A list of integers; empty if it is not given. */
    public List<Long> longs(String name) {
        return list(name, Long.class);
    }

    /** A list of integers that must fit into ints; empty if it is not given. */
    public List<Integer> integers(String name) {
        return longs(name).stream().map(value -> {
            if (value != value.intValue()) {
                throw new IllegalArgumentException(name + "=" + value + ": must be below 2^31");
            }
            return value.intValue();
        }).toList();
    }

    /** A list of floats; empty if it is not given. */
    public List<Float> reals(String name) {
        return list(name, Float.class);
    }

    /** A list of words; empty if it is not given. */
    public List<String> texts(String name) {
        return list(name, String.class);
    }

    /** A tensor. */
    public Tensor tensor(String name) {
        return required(name, Tensor.class);
    }

    /** A graph. */
    public Graph graph(String name) {
        return required(name, Graph.class);
    }

    /** What a pass has put there; null if there is nothing. */
    public <T> T get(String name, Class<T> type, T unsaid) {
        return has(name) ? required(name, type) : unsaid;
    }

    private <T> List<T> list(String name, Class<T> type) {
        if (!has(name)) {
            return List.of();
        }
        return required(name, List.class, list -> ((List<?>) list).stream().map(type::cast).toList());
    }

    private <T> T required(String name, Class<T> type) {
        return required(name, type, value -> value);
    }

    private <T, R> R required(String name, Class<T> type, Function<T, R> then) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": must be given");
        }
        try {
            return then.apply(type.cast(value));
        } catch (ClassCastException e) {
            throw new IllegalArgumentException(name + "=" + value + ": must be of type " + type.getSimpleName(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes attributes && values.equals(attributes.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
