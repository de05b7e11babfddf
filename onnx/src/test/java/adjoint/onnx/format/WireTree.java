package adjoint.onnx.format;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * An ONNX file as a tree of fields that can be changed, dropped, repeated and moved, so that what is written again is well-formed
 * protobuf that says something else.
 */
public final class WireTree {

    /** The messages of ONNX that hold others, and by which fields. */
    private static final Map<String, Map<Integer, String>> MESSAGES = Map.of(
            "model", Map.of(7, "graph", 8, "opset"),
            "graph", Map.of(1, "node", 5, "tensor", 11, "value", 12, "value"),
            "node", Map.of(5, "attribute"),
            "attribute", Map.of(5, "tensor", 6, "graph"),
            "value", Map.of(2, "type"),
            "type", Map.of(1, "tensor type"),
            "tensor type", Map.of(2, "shape"),
            "shape", Map.of(1, "dimension"),
            "tensor", Map.of(13, "entry"));

    /** A field: a number, bytes, or other fields. */
    private sealed interface Field {
        int number();
    }

    private record Scalar(int number, long value) implements Field {
    }

    /** Text, packed numbers, or a float, by the type that it has in the wire format. */
    private record Bytes(int number, int wire, byte[] content) implements Field {
    }

    private record Message(int number, String type, List<Field> fields) implements Field {
    }

    /** A field and the message that has it. */
    private record Place(List<Field> siblings, int index) {
        Field field() {
            return siblings.get(index);
        }

        void set(Field other) {
            siblings.set(index, other);
        }
    }

    /** The wire format's type of text, packed numbers and messages. */
    private static final int LENGTH = 2;

    private final Message model;

    private WireTree(Message model) {
        this.model = model;
    }

    /** The tree of a file without errors. */
    public static WireTree of(byte[] bytes) {
        return new WireTree(message(0, "model", ByteBuffer.wrap(bytes)));
    }

    /** The file that the tree is of. */
    public byte[] bytes() {
        return written(model).toByteArray();
    }

    /** Gives an integer another value. */
    public void setNumber(RandomGenerator random, long value) {
        Place place = place(random, Scalar.class);
        place.set(new Scalar(place.field().number(), value));
    }

    /** Gives a text, or the content of a packed field, another value. */
    public void setBytes(RandomGenerator random, byte... value) {
        set(place(random, Bytes.class), value);
    }

    /** Gives a text the value of another one: values get other readers, nodes other operators. */
    public void copyBytes(RandomGenerator random, WireTree from) {
        set(place(random, Bytes.class), ((Bytes) from.place(random, Bytes.class).field()).content);
    }

    private static void set(Place place, byte... value) {
        Bytes old = (Bytes) place.field();
        place.set(
                new Bytes(old.number, old.wire, old.wire == LENGTH ? value : Arrays.copyOf(value, old.content.length)));
    }

    /** Leaves a field out. */
    public void drop(RandomGenerator random) {
        Place place = place(random, Field.class);
        place.siblings.remove(place.index);
    }

    /** Has a field a number of times more. */
    public void repeat(RandomGenerator random, int times) {
        Place place = place(random, Field.class);
        for (int i = 0; i < times; i++) {
            place.siblings.add(place.index, place.field());
        }
    }

    /** Puts a field of another tree, or of this, where one is. */
    public void graft(RandomGenerator random, WireTree from) {
        Place place = place(random, Field.class);
        Place other = from.place(random, Field.class);
        for (int tries = 0; tries < 20 && other.field().number() != place.field().number(); tries++) {
            other = from.place(random, Field.class);
        }
        place.set(other.field());
    }

    /** Puts the whole graph into an attribute of a node of itself, some times over. */
    public void nest(RandomGenerator random, int times) {
        List<Place> nodes = places(Message.class).stream().filter(place -> isOf(place, "node")).toList();
        List<Place> graphs = places(Message.class).stream().filter(place -> isOf(place, "graph")).toList();
        if (nodes.isEmpty() || graphs.isEmpty()) {
            return;
        }
        for (int i = 0; i < times; i++) {
            Message graph = (Message) graphs.getFirst().field();
            Message inner = new Message(6, "graph", new ArrayList<>(graph.fields));
            Message attribute = new Message(5, "attribute",
                    new ArrayList<>(List.of(new Bytes(1, LENGTH, "g".getBytes(StandardCharsets.UTF_8)), inner)));
            Message node = (Message) nodes.get(random.nextInt(nodes.size())).field();
            Message changed = new Message(node.number, "node", new ArrayList<>(node.fields));
            changed.fields.add(attribute);
            graphs.getFirst().set(new Message(graph.number, "graph", new ArrayList<>(List.of(changed))));
        }
    }

    private static boolean isOf(Place place, String type) {
        return ((Message) place.field()).type.equals(type);
    }

    private Place place(RandomGenerator random, Class<? extends Field> kind) {
        List<Place> places = places(kind);
        return places.isEmpty()
                ? new Place(new ArrayList<>(List.of(new Bytes(1, LENGTH, new byte[0]))), 0)
                : places.get(random.nextInt(places.size()));
    }

    private List<Place> places(Class<? extends Field> kind) {
        List<Place> places = new ArrayList<>();
        collect(model, kind, places);
        return places;
    }

    private static void collect(Message message, Class<? extends Field> kind, List<Place> places) {
        for (int i = 0; i < message.fields.size(); i++) {
            Field field = message.fields.get(i);
            if (kind.isInstance(field)) {
                places.add(new Place(message.fields, i));
            }
            if (field instanceof Message inner) {
                collect(inner, kind, places);
            }
        }
    }

    private static Message message(int number, String type, ByteBuffer in) {
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            fields.add(field(type, in));
        }
        return new Message(number, type, fields);
    }

    private static Field field(String within, ByteBuffer in) {
        int key = (int) varint(in);
        int number = key >>> 3;
        int wire = key & 7;
        if (wire == 0) {
            return new Scalar(number, varint(in));
        }
        int size = switch (wire) {
            case 1 -> Long.BYTES;
            case 5 -> Integer.BYTES;
            default -> (int) varint(in);
        };
        if (size < 0 || size > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] content = new byte[size];
        in.get(content);
        String type = MESSAGES.getOrDefault(within, Map.of()).get(number);
        try {
            return type == null ? new Bytes(number, wire, content) : message(number, type, ByteBuffer.wrap(content));
        } catch (BufferUnderflowException e) {
            return new Bytes(number, wire, content); // no message any longer
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static WireWriter written(Message message) {
        WireWriter out = new WireWriter();
        for (Field field : message.fields) {
            switch (field) {
                case Scalar scalar -> out.integer(scalar.number, scalar.value);
                case Bytes bytes when bytes.wire == LENGTH -> out.bytes(bytes.number, bytes.content);
                case Bytes bytes -> out.fixed(bytes.number, bytes.wire, bytes.content);
                case Message inner -> out.message(inner.number, written(inner));
            }
        }
        return out;
    }
}
