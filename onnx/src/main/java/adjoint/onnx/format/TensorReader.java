package adjoint.onnx.format;

import adjoint.onnx.ElementType;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Reads TensorProto. Memory is taken for as many elements as there are bytes for, and only then. */
final class TensorReader {

    private final ExternalData external;
    private final Budget budget;

    TensorReader(ExternalData external, Budget budget) {
        this.external = external;
        this.budget = budget;
    }

    /** A tensor and the name it has where it is an initializer. */
    record Named(String name, Tensor tensor) {
    }

    /** What is known before the elements are read. */
    private record Header(String name, long type, long[] dims, RawBytes raw, boolean isExternal,
            Map<String, String> entries) {
    }

    Named read(Wire wire) {
        Header header = header(wire.copy());
        try {
            return new Named(header.name, tensor(header, wire));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tensor '" + header.name + "': " + e.getMessage(), e);
        }
    }

    private static Header header(Wire wire) {
        String name = "";
        long type = 0;
        LongStream.Builder dims = LongStream.builder();
        RawBytes raw = null;
        boolean isExternal = false;
        Map<String, String> entries = new HashMap<>();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> wire.integers(dims::add);
                case 2 -> type = wire.integer();
                case 8 -> name = wire.text();
                case 9 -> raw = wire.message().raw();
                case 13 -> addEntry(entries, wire.message());
                case 14 -> isExternal = wire.integer() != 0;
                default -> {
                }
            }
        }
        return new Header(name, type, dims.build().toArray(), raw, isExternal, entries);
    }

    private static void addEntry(Map<String, String> entries, Wire wire) {
        String key = "";
        String value = "";
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> key = wire.text();
                case 2 -> value = wire.text();
                default -> {
                }
            }
        }
        entries.put(key, value);
    }

    private Tensor tensor(Header header, Wire wire) {
        ElementType type = ElementType.of(header.type);
        Shape shape = Shape.ofLongs(header.dims);
        Elements elements = new Elements(type, shape);
        long size = (long) elements.count() * elements.width();
        if (header.isExternal) {
            budget.take(elements.memoryBytes());
            external.read(header.entries, size, elements::addRaw);
        } else if (header.raw != null) {
            if (header.raw.size() != size) {
                throw new IllegalArgumentException("raw_data has " + header.raw.size() + " bytes: " + type + " "
                        + shape + " needs " + size);
            }
            budget.take(elements.memoryBytes());
            elements.addRaw(header.raw);
        } else {
            if (elements.count() > wire.size()) { // each takes at least one byte
                throw new IllegalArgumentException("shape=" + shape + ": must be that of the elements given");
            }
            budget.take(elements.memoryBytes());
            addFields(elements, type, wire);
        }
        return elements.tensor();
    }

    private static void addFields(Elements elements, ElementType type, Wire wire) {
        int wanted = switch (type) {
            case FLOAT -> 4;
            case INT64 -> 7;
            case DOUBLE -> 10;
            case UINT32, UINT64 -> 11;
            default -> 5;
        };
        while (wire.next()) {
            if (wire.field() == wanted) {
                switch (wanted) {
                    case 4 -> wire.fixed32(elements::add);
                    case 10 -> wire.fixed64(elements::add);
                    default -> wire.integers(elements::add);
                }
            }
        }
    }
}
