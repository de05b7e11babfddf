package adjoint.conformance.corpus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A JSON object with typed access to its fields. */
final class JsonFields {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().readerFor(JsonNode.class);

    private final String path;
    private final JsonNode object;

    private JsonFields(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    static JsonFields parse(String line) throws MalformedException {
        JsonNode node;
        try {
            node = READER.readValue(line);
        } catch (JsonProcessingException e) {
            // The parser counts from the start of this line; its own idea of the line number would mislead.
            throw new MalformedException(
                    "column " + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr()) + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse("no JSON"));
        }
        return object("", node);
    }

    private static JsonFields object(String path, JsonNode node) throws MalformedException {
        if (!node.isObject()) {
            throw new MalformedException((path.isEmpty() ? "" : path + ": ") + "must be a JSON object");
        }
        return new JsonFields(path, node);
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean has(String name) {
        return object.has(name);
    }

    String text(String name) throws MalformedException {
        JsonNode node = required(name);
        if (!node.isTextual()) {
            throw malformed(name, "must be a string");
        }
        return node.textValue();
    }

    Optional<String> optionalText(String name) throws MalformedException {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    boolean isText(String name) {
        return object.path(name).isTextual();
    }

    int number(String name) throws MalformedException {
        JsonNode node = required(name);
        if (!isInt(node)) {
            throw malformed(name, "must be an integer");
        }
        return node.intValue();
    }

    int number(String name, int absent) throws MalformedException {
        return has(name) ? number(name) : absent;
    }

    int[] numbers(String name) throws MalformedException {
        return numbers(name, required(name));
    }

    Optional<int[]> optionalNumbers(String name) throws MalformedException {
        return has(name) ? Optional.of(numbers(name)) : Optional.empty();
    }

    /** A list of lists of integers. */
    int[][] numberLists(String name) throws MalformedException {
        JsonNode node = required(name);
        if (!node.isArray()) {
            throw malformed(name, "must be a list of lists of integers");
        }
        int[][] lists = new int[node.size()][];
        for (int i = 0; i < lists.length; i++) {
            lists[i] = numbers(name, node.get(i));
        }
        return lists;
    }

    float[] floats(String name) throws MalformedException {
        JsonNode node = required(name);
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = node.get(i);
            if (value == null || !value.isNumber() || !Float.isFinite(value.floatValue())) {
                throw malformed(name, "must be a flat list of numbers");
            }
            values[i] = value.floatValue();
        }
        if (!node.isArray()) {
            throw malformed(name, "must be a flat list of numbers");
        }
        return values;
    }

    /** The numbers in the field {@code name}, as many as {@code shape} says. */
    float[] tensor(String name, int... shape) throws MalformedException {
        float[] values = floats(name);
        BigInteger size = Arrays.stream(shape).mapToObj(BigInteger::valueOf).reduce(BigInteger.ONE,
                BigInteger::multiply);
        if (!size.equals(BigInteger.valueOf(values.length))) {
            throw malformed(name, values.length + " numbers, the shape " + Arrays.toString(shape) + " needs " + size);
        }
        return values;
    }

    JsonFields fields(String name) throws MalformedException {
        return object(path(name), required(name));
    }

    /** A list of objects. */
    List<JsonFields> objects(String name) throws MalformedException {
        JsonNode node = required(name);
        if (!node.isArray()) {
            throw malformed(name, "must be a list of objects");
        }
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode element : node) {
            objects.add(object(path(name), element));
        }
        return objects;
    }

    /** A list of strings. */
    List<String> texts(String name) throws MalformedException {
        List<String> texts = new ArrayList<>();
        JsonNode node = required(name);
        for (JsonNode element : node) {
            if (element.isTextual()) {
                texts.add(element.textValue());
            }
        }
        if (!node.isArray() || texts.size() != node.size()) {
            throw malformed(name, "must be a list of strings");
        }
        return texts;
    }

    /** An object of objects. */
    Map<String, JsonFields> map(String name) throws MalformedException {
        JsonFields all = fields(name);
        Map<String, JsonFields> map = new LinkedHashMap<>();
        for (String key : all.names()) {
            map.put(key, all.fields(key));
        }
        return map;
    }

    private int[] numbers(String name, JsonNode node) throws MalformedException {
        if (!node.isArray()) {
            throw malformed(name, "must be a list of integers");
        }
        int[] numbers = new int[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!isInt(node.get(i))) {
                throw malformed(name, "must be a list of integers");
            }
            numbers[i] = node.get(i).intValue();
        }
        return numbers;
    }

    private static boolean isInt(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt();
    }

    private JsonNode required(String name) throws MalformedException {
        if (!has(name)) {
            throw malformed(name, "missing");
        }
        return object.get(name);
    }

    private MalformedException malformed(String name, String why) {
        return new MalformedException(path(name) + ": " + why);
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
