package adjoint.cli.network;

import adjoint.onnx.ElementType;
import adjoint.onnx.FloatTensor;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Arrays in NumPy's format, versions 1 to 3, little-endian and in C order.
 *
 * <p>Source: NumPy, numpy.lib.format: magic, version, length of the header, the header (a Python literal), the elements.
 */
final class NpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int MAX_HEADER = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,]*)\\)");

    private NpyFile() {
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is none, damaged, or of another element type; the message says which
     */
    static Tensor read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(MAGIC.length + 2);
            if (start.length < MAGIC.length + 2 || !Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
                throw new IOException("is not a NumPy file");
            }
            int version = start[MAGIC.length];
            if (version < 1 || version > 3) {
                throw new IOException("is of version " + version + ": must be 1, 2 or 3");
            }
            int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
            byte[] length = Arrays.copyOf(in.readNBytes(lengthBytes), Integer.BYTES);
            int headerBytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (headerBytes < 0 || headerBytes > MAX_HEADER) {
                throw new IOException("is damaged: a header of " + Integer.toUnsignedLong(headerBytes) + " bytes");
            }
            String header = new String(in.readNBytes(headerBytes), StandardCharsets.UTF_8);
            long rest = Files.size(file) - start.length - lengthBytes - headerBytes;
            return tensor(header, in, rest);
        }
    }

    private static Tensor tensor(String header, InputStream in, long rest) throws IOException {
        String type = field(TYPE, "descr", header);
        if (field(ORDER, "fortran_order", header).equals("True")) {
            throw new IOException("is in Fortran order: must be in C order (numpy.ascontiguousarray)");
        }
        Shape shape = shape(field(SHAPE, "shape", header));
        ElementType elements = elementType(type);
        int bytes = Integer.parseInt(type.substring(2));
        if (rest != (long) bytes * shape.elements()) {
            throw new IOException("has " + rest + " bytes of elements: " + shape + " of " + elements + " needs "
                    + (long) bytes * shape.elements());
        }
        if (rest > Integer.MAX_VALUE - Long.BYTES) {
            throw new IOException("has " + rest + " bytes of elements: must be below 2 GB");
        }
        ByteBuffer data = ByteBuffer.wrap(in.readNBytes((int) rest)).order(ByteOrder.LITTLE_ENDIAN);
        if (data.limit() < rest) {
            throw new IOException("is cut off");
        }
        return elements.isFloat() ? floats(elements, shape, data) : integers(elements, shape, data);
    }

    private static String field(Pattern pattern, String name, String header) throws IOException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IOException("is damaged: its header tells no " + name);
        }
        return matcher.group(1);
    }

    private static Shape shape(String extents) throws IOException {
        try {
            return Shape.ofLongs(Arrays.stream(extents.split(",")).map(String::strip)
                    .filter(extent -> !extent.isEmpty()).mapToLong(Long::parseLong).toArray());
        } catch (IllegalArgumentException e) {
            throw new IOException("has the shape (" + extents + "): must have fewer elements", e);
        }
    }

    private static ElementType elementType(String type) throws IOException {
        return switch (type) {
            case "<f4" -> ElementType.FLOAT;
            case "<f8" -> ElementType.DOUBLE;
            case "<i8" -> ElementType.INT64;
            case "<i4" -> ElementType.INT32;
            case "|u1" -> ElementType.UINT8;
            case "|i1" -> ElementType.INT8;
            case "|b1" -> ElementType.BOOL;
            default -> throw new IOException("has elements of type " + type
                    + ": must be <f4, <f8, <i8, <i4, |u1, |i1 or |b1 (numpy.ndarray.astype)");
        };
    }

    private static Tensor floats(ElementType type, Shape shape, ByteBuffer data) {
        float[] floats = new float[shape.elements()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = type == ElementType.DOUBLE ? (float) data.getDouble() : data.getFloat();
        }
        return new FloatTensor(type, shape, floats);
    }

    private static Tensor integers(ElementType type, Shape shape, ByteBuffer data) {
        long[] longs = new long[shape.elements()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = switch (type) {
                case INT64 -> data.getLong();
                case INT32 -> data.getInt();
                case INT8 -> data.get();
                default -> data.get() & 0xff;
            };
        }
        return new IntegerTensor(type, shape, longs);
    }

    /** Writes a tensor: doubles, bytes, booleans and 32-bit integers as such, other integers as int64, the rest as float32. */
    static void write(Tensor tensor, OutputStream out) throws IOException {
        String type = switch (tensor.type()) {
            case DOUBLE -> "<f8";
            case UINT8 -> "|u1";
            case INT8 -> "|i1";
            case BOOL -> "|b1";
            case INT32 -> "<i4";
            default -> tensor.type().isFloat() ? "<f4" : "<i8";
        };
        int[] extents = tensor.shape().toArray();
        String shape = IntStream.of(extents).mapToObj(String::valueOf).collect(Collectors.joining(", "))
                + (extents.length == 1 ? "," : "");
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        int before = MAGIC.length + 2 + Short.BYTES;
        int headerBytes = Math.ceilDiv(before + header.length() + 1, ALIGNMENT) * ALIGNMENT - before;
        out.write(MAGIC);
        out.write(new byte[] {1, 0, (byte) headerBytes, (byte) (headerBytes >> 8)});
        out.write((header + " ".repeat(headerBytes - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        ByteBuffer element = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int bytes = type.charAt(2) - '0';
        if (tensor.type().isFloat()) {
            for (float value : tensor.toFloats()) {
                element.clear();
                out.write((bytes == Long.BYTES ? element.putDouble(value) : element.putFloat(value)).array(), 0, bytes);
            }
        } else {
            for (long value : tensor.toLongs()) {
                // The low bytes come first.
                out.write(element.clear().putLong(value).array(), 0, bytes);
            }
        }
    }
}
