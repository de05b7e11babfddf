package adjoint.onnx;

import adjoint.onnx.format.HostileSeeds;
import adjoint.onnx.format.WireTree;
import adjoint.onnx.operator.Operators;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Damages models: the same way for the same number. */
final class Damage {

    private static final long SEED = 20260101;

    /** Numbers at which something begins or ends. */
    private static final long[] NUMBERS = {0, 1, 2, 3, 7, 8, 16, 127, 128, 255, 256, 1000, 32767, 65535, 65536, 1 << 20,
        (1 << 24) + 1, Integer.MAX_VALUE - 8, Integer.MAX_VALUE, 1L << 31, (1L << 32) - 1, 1L << 32, (1L << 32) + 1,
        1L << 62, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, Integer.MIN_VALUE, -1, -2, -3, -128, -65536};

    private static final List<String> TEXTS = List.of("", "?", ".", "..", "../secret.bin", "link.bin", "up/secret.bin",
            "up/../../secret.bin", "/etc/passwd", "weights.bin", "\0", "adjoint", "ai.onnx", "com.microsoft",
            "adjoint.activation", "adjoint.channels_last", "Elementwise", "Line", "-1", "9223372036854775808", "1e9",
            "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER", "constant", "edge", "reflect", "wrap", "nearest", "linear",
            "cubic", "half_pixel", "align_corners", "asymmetric", "tf_crop_and_resize", "pytorch_half_pixel",
            "half_pixel_symmetric", "floor", "ceil", "round_prefer_ceil", "not_larger", "not_smaller", "DCR", "CRD",
            "tanh", "none", "If", "Loop", "Scan", "LSTM", "Einsum", "x", "y", "w", "a", "b", "location", "offset",
            "length", "axis", "axes", "pads", "strides", "dilations", "kernel_shape", "group", "output_padding",
            "output_shape", "auto_pad", "ceil_mode", "storage_order", "count_include_pad", "mode", "perm", "to",
            "value", "value_ints", "value_floats", "keepdims", "blocksize", "transA", "transB", "alpha", "beta",
            "gamma", "epsilon", "size", "bias", "min", "max", "num_groups", "num_outputs", "split", "starts", "ends",
            "steps", "scales", "sizes", "antialias", "exclude_outside", "cubic_coeff_a",
            "coordinate_transformation_mode", "keep_aspect_ratio_policy", "nearest_mode", "allowzero",
            "noop_with_empty_axes", "select_last_index", "start", "end", "stash_type", "training_mode", "fmod",
            "approximate", "detect_negative");

    /** Ways to damage a file. */
    enum Kind {
        BITS, BYTES, END, INSERTION, REPETITION, DELETION, VARINT, SPLICE, WORD, NUMBER, TEXT, RENAMING, DROPPED_FIELD, REPEATED_FIELD, GRAFT, NESTING, PACKED_NUMBERS
    }

    /**
     * A model that may be damaged.
     *
     * @param name     what messages call it
     * @param bytes    the file
     * @param external whether it reads a file beside it
     * @param inputs   what it is given, in the order of the graph; anything if it says nothing of an input
     */
    record Seed(String name, byte[] bytes, boolean external, List<Tensor> inputs) {
    }

    /**
     * A damaged model.
     *
     * @param number the number of which it was made
     * @param seed   what it was
     * @param kinds  what was done, one after another
     * @param bytes  the file
     */
    record Mutant(int number, Seed seed, List<Kind> kinds, byte[] bytes) {
        @Override
        public String toString() {
            return "mutant " + number + " of " + seed.name + " by " + kinds;
        }
    }

    private final List<Seed> own = new ArrayList<>();
    private final List<Seed> seeds = new ArrayList<>();
    private final List<String> words = new ArrayList<>(TEXTS);

    Damage() {
        HostileSeeds.inside().forEach((name, bytes) -> own.add(new Seed(name, bytes, false, List.of())));
        new TreeMap<>(HostileSeeds.external())
                .forEach((name, bytes) -> own.add(new Seed(name, bytes, true, List.of())));
        for (NodeCase test : NodeCase.applicable()) {
            byte[] bytes = test.model(0);
            if (bytes.length < 1000 && test.inputs(0).stream().allMatch(input -> input.shape().elements() < 1000)) {
                seeds.add(new Seed(test.name(), bytes, false, test.inputs(0)));
            }
        }
        Set<String> operators = new TreeSet<>();
        Operators.ALL.forEach(entry -> operators.add(entry.name()));
        words.addAll(operators);
    }

    /** The models of this module's own, not damaged. */
    List<Seed> seeds() {
        List<Seed> all = new ArrayList<>(own);
        all.addAll(seeds);
        return all;
    }

    /** The damaged model of a number. */
    Mutant mutant(int number) {
        Random random = new Random(SEED * 31 + number);
        random.nextInt(); // neighbouring seeds begin alike
        Seed seed = seed(random);
        byte[] bytes = seed.bytes;
        List<Kind> kinds = new ArrayList<>();
        for (int times = 1 + random.nextInt(3) * random.nextInt(2); times > 0; times--) {
            // What is written by fields must be read by them first.
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            if (kinds.stream().allMatch(Damage::isOfFields) || !isOfFields(kind)) {
                bytes = damaged(random, kind, bytes);
                kinds.add(kind);
            }
        }
        return new Mutant(number, seed, kinds, bytes);
    }

    private Seed seed(Random random) {
        List<Seed> from = random.nextBoolean() ? own : seeds;
        return from.get(random.nextInt(from.size()));
    }

    private static boolean isOfFields(Kind kind) {
        return kind.compareTo(Kind.NUMBER) >= 0;
    }

    private byte[] damaged(Random random, Kind kind, byte... bytes) {
        return isOfFields(kind) ? fields(random, kind, bytes) : chunks(random, kind, bytes);
    }

    private byte[] fields(Random random, Kind kind, byte... bytes) {
        WireTree tree = WireTree.of(bytes);
        switch (kind) {
            case NUMBER -> tree.setNumber(random, number(random));
            case TEXT -> tree.setBytes(random, word(random));
            case RENAMING -> tree.copyBytes(random, tree);
            case DROPPED_FIELD -> tree.drop(random);
            case REPEATED_FIELD -> tree.repeat(random, 1 + (random.nextInt(10) == 0 ? random.nextInt(2000) : 0));
            case GRAFT -> tree.graft(random, WireTree.of(random.nextBoolean() ? bytes : seed(random).bytes));
            case NESTING -> tree.nest(random, 1 + random.nextInt(random.nextInt(10) == 0 ? 500 : 10));
            case PACKED_NUMBERS -> {
                ByteArrayOutputStream numbers = new ByteArrayOutputStream();
                for (int count = random.nextInt(6); count > 0; count--) {
                    numbers.writeBytes(varint(number(random)));
                }
                tree.setBytes(random, numbers.toByteArray());
            }
            default -> throw new AssertionError(kind);
        }
        return tree.bytes();
    }

    private byte[] chunks(Random random, Kind kind, byte... bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(1 << random.nextInt(9)));
        byte[] chunk = Arrays.copyOfRange(bytes, from, to);
        return switch (kind) {
            case BITS -> {
                byte[] changed = bytes.clone();
                for (int flips = random.nextInt(1, 5); flips > 0 && changed.length > 0; flips--) {
                    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                }
                yield changed;
            }
            case BYTES -> {
                byte[] changed = bytes.clone();
                byte value = (byte) NUMBERS[random.nextInt(NUMBERS.length)];
                Arrays.fill(changed, from, random.nextInt(4) == 0 ? to : Math.min(from + 1, to), value);
                yield changed;
            }
            case END -> Arrays.copyOf(bytes, from);
            case INSERTION -> {
                byte[] noise = new byte[1 + random.nextInt(16)];
                random.nextBytes(noise);
                yield replaced(bytes, from, from, noise);
            }
            case REPETITION -> {
                int at = random.nextInt(bytes.length + 1);
                yield replaced(bytes, at, at, chunk);
            }
            case DELETION -> replaced(bytes, from, to);
            case VARINT -> {
                int end = from;
                while (end < bytes.length && bytes[end] < 0) {
                    end++;
                }
                yield replaced(bytes, from, Math.min(end + 1, bytes.length), varint(number(random)));
            }
            case SPLICE -> {
                byte[] other = seed(random).bytes;
                int at = random.nextInt(other.length);
                yield replaced(bytes, from, random.nextBoolean() ? bytes.length : to,
                        Arrays.copyOfRange(other, at, random.nextBoolean()
                                ? other.length
                                : Math.min(other.length, at + chunk.length)));
            }
            case WORD -> {
                byte[] word = word(random);
                yield replaced(bytes, from, random.nextBoolean() ? from : Math.min(bytes.length, from + word.length),
                        word);
            }
            default -> throw new AssertionError(kind);
        };
    }

    private byte[] word(Random random) {
        return words.get(random.nextInt(words.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static long number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(-4, 20);
            case 1 -> random.nextLong() >> random.nextInt(64);
            default -> NUMBERS[random.nextInt(NUMBERS.length)];
        };
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while (rest >>> 7 != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte... by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(by);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
