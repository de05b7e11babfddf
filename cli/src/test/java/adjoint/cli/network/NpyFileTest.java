package adjoint.cli.network;

import adjoint.onnx.ElementType;
import adjoint.onnx.FloatTensor;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class NpyFileTest {

    @TempDir
    private Path folder;

    /** What {@code numpy.save} writes of {@code numpy.array([[1.5, -2], [0, 3]], dtype="<f4")}. */
    @Test
    void numpysOwnBytesAreReadAndWritten() throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }";
        byte[] bytes = HexFormat.of().parseHex("934e554d50590100" + "7600"
                + HexFormat.of().formatHex(
                        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII))
                + "0000c03f000000c00000000000004040");
        Tensor tensor = NpyFile.read(Files.write(folder.resolve("a.npy"), bytes));
        assertEquals(Shape.of(2, 2), tensor.shape());
        assertArrayEquals(new float[] {1.5f, -2, 0, 3}, tensor.toFloats());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyFile.write(tensor, out);
        assertArrayEquals(bytes, out.toByteArray());
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "INT64", "INT32", "UINT8", "INT8", "BOOL"})
    void whatIsWrittenIsReadBack(ElementType type) throws IOException {
        for (Shape shape : new Shape[] {Shape.SCALAR, Shape.of(3), Shape.of(0, 2), Shape.of(1, 2, 3)}) {
            float[] floats = new float[shape.elements()];
            long[] longs = new long[shape.elements()];
            for (int i = 0; i < longs.length; i++) {
                floats[i] = i - 1.5f;
                longs[i] = type == ElementType.UINT8 ? 250 + i : type == ElementType.BOOL ? i % 2 : i - 2;
            }
            Tensor tensor = type.isFloat()
                    ? new FloatTensor(type, shape, floats)
                    : new IntegerTensor(type, shape, longs);
            Path file = folder.resolve("a.npy");
            try (OutputStream out = Files.newOutputStream(file)) {
                NpyFile.write(tensor, out);
            }
            Tensor read = NpyFile.read(file);
            assertEquals(type, read.type());
            assertEquals(shape, read.shape());
            assertArrayEquals(tensor.toFloats(), read.toFloats());
            assertArrayEquals(tensor.toLongs(), read.toLongs());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void allVersionsAreRead(int version) throws IOException {
        byte[] file = file(version, "{'shape': (2,), 'fortran_order': False, 'descr': '|u1'}", 7, 200);
        assertArrayEquals(new long[] {7, 200}, NpyFile.read(Files.write(folder.resolve("a.npy"), file)).toLongs());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'descr': '>f4', 'fortran_order': False, 'shape': ()}                        | has elements of type >f4: must be <f4,
            {'descr': '<f4', 'fortran_order': True, 'shape': (1, 1)}                     | is in Fortran order
            {'descr': '<f4', 'fortran_order': False, 'shape': (2,)}                      | has 4 bytes of elements: [2] of float needs 8
            {'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999)}            | has the shape (99999, 99999): must have fewer
            {'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999)} | has the shape (
            {'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}                     | is damaged: its header tells no shape
            {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}             | is damaged: its header tells no descr
            {'fortran_order': False, 'shape': (1,)}                                      | is damaged: its header tells no descr
            """)
    void whatCannotBeReadIsNamed(String header, String message) throws IOException {
        Path file = Files.write(folder.resolve("a.npy"), file(1, header, 0, 0, 0, 0));
        IOException thrown = assertThrows(IOException.class, () -> NpyFile.read(file));
        assertEquals(message,
                thrown.getMessage().substring(0, Math.min(message.length(), thrown.getMessage().length())));
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        byte[] whole = file(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", 0, 0, 0, 0);
        Path file = folder.resolve("a.npy");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(IOException.class, () -> NpyFile.read(file));
        }
        byte[] huge = file(2, "{}");
        huge[11] = (byte) 0xff;
        Files.write(file, huge);
        assertThrows(IOException.class, () -> NpyFile.read(file));
        Files.write(file, file(9, "{}"));
        assertEquals("is of version 9: must be 1, 2 or 3",
                assertThrows(IOException.class, () -> NpyFile.read(file)).getMessage());
    }

    private static byte[] file(int version, String header, int... elements) {
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        ByteBuffer file = ByteBuffer.allocate(8 + lengthBytes + header.length() + elements.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) version).put((byte) 0);
        if (version == 1) {
            file.putShort((short) header.length());
        } else {
            file.putInt(header.length());
        }
        file.put(header.getBytes(StandardCharsets.US_ASCII));
        for (int element : elements) {
            file.put((byte) element);
        }
        return file.array();
    }
}
