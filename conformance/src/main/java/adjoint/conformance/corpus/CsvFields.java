package adjoint.conformance.corpus;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A line of a CSV file with typed access to its columns. No column holds a comma or a quote; lists are joined by x. */
final class CsvFields {

    private final Map<String, String> values = new HashMap<>();

    CsvFields(List<String> header, String line) throws MalformedException {
        List<String> cells = columns(line);
        if (cells.size() != header.size()) {
            throw new MalformedException(cells.size() + " columns, the header has " + header.size());
        }
        for (int i = 0; i < cells.size(); i++) {
            values.put(header.get(i), cells.get(i));
        }
    }

    static List<String> columns(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    boolean has(String name) {
        return !values.getOrDefault(name, "").isEmpty();
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    int number(String name) throws MalformedException {
        long number = longNumber(name);
        if (number != (int) number) {
            throw new MalformedException(name + "=" + number + ": must be an int");
        }
        return (int) number;
    }

    long longNumber(String name) throws MalformedException {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw new MalformedException(name + "=" + text(name) + ": must be an integer");
        }
    }

    int[] numbers(String name) throws MalformedException {
        return numbers(name, text(name), "x");
    }

    static int[] numbers(String name, String text, String separator) throws MalformedException {
        String[] parts = text.split(separator, -1);
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Integer.parseInt(parts[i]);
            } catch (NumberFormatException e) {
                throw new MalformedException(name + "=" + text + ": must be integers joined by " + separator);
            }
        }
        return numbers;
    }
}
