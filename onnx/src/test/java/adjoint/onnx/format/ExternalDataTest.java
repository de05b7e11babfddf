package adjoint.onnx.format;

import adjoint.onnx.ModelException;
import adjoint.onnx.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ExternalDataTest {

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void writeWeights() throws IOException {
        folder = Files.createDirectories(temporary.resolve("model"));
        byte[] weights = new WireWriter().little(0, 4).little(0x3FC00000, 4).little(0x40000000, 4).toByteArray();
        Files.write(folder.resolve("weights.bin"), weights);
        Files.write(temporary.resolve("secret.bin"), weights);
    }

    @Test
    void elementsAreReadFromAFileBesideTheModel() throws IOException {
        assertArrayEquals(new float[] {1.5f, 2}, read("weights.bin", "4", "8"));
        assertArrayEquals(new float[] {0, 1.5f}, read("./weights.bin", "0", null));
    }

    @Test
    void aLinkWithinTheFolderIsFollowed() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), folder.resolve("weights.bin"));
        assertArrayEquals(new float[] {1.5f, 2}, read("link.bin", "4", "8"));
    }

    @Test
    void nothingOutsideTheFolderIsRead() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), temporary.resolve("secret.bin"));
        Files.createSymbolicLink(folder.resolve("up"), temporary);
        for (String location : new String[] {"../secret.bin", "link.bin", "up/secret.bin",
            temporary.resolve("secret.bin").toString(), "."}) {
            assertEquals("location=" + location + ": must be a file in the model's folder",
                    refusal(location, "4", "8"));
        }
    }

    @Test
    void aPartThatIsNotInTheFileIsRefused() {
        assertEquals("offset=8 and length=8: must lie within weights.bin of 12 bytes",
                refusal("weights.bin", "8", "8"));
        assertEquals("offset=-4: must be a number from 0", refusal("weights.bin", "-4", "8"));
        assertEquals("offset=9223372036854775807 and length=8: must lie within weights.bin of 12 bytes",
                refusal("weights.bin", "9223372036854775807", "8"));
        assertEquals("length=4 of weights.bin: must be 8 bytes for the tensor's shape and type",
                refusal("weights.bin", "0", "4"));
    }

    /** A file with a hole of 2 GiB: its length is no int, and on disk it is as short as the others. */
    @Test
    void moreBytesThanAnArrayHoldsAreReadInBlocks() throws IOException {
        long size = (1L << 31) + Long.BYTES;
        try (FileChannel sparse = FileChannel.open(folder.resolve("large.bin"), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), size - Long.BYTES);
        }
        long[] read = new long[1];
        byte[] end = new byte[Long.BYTES];
        new ExternalData(Optional.of(folder)).read(Map.of("location", "large.bin"), size, bytes -> {
            read[0] += bytes.size();
            bytes.buffer().get(bytes.size() - Long.BYTES, end);
        });
        assertEquals(size, read[0]);
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, end);
    }

    /** Of each kind of copying, more elements than a block has. */
    @Test
    void elementsAreTheSameInSeveralBlocks() throws IOException {
        int count = 40_000;
        ByteBuffer bytes = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putLong(Double.doubleToLongBits(i));
        }
        Files.write(folder.resolve("many.bin"), bytes.array());
        long[] longs = tensor("many.bin", 7, count, 1 << 20).toLongs();
        float[] doubles = tensor("many.bin", 11, count, 1 << 20).toFloats();
        float[] floats = tensor("many.bin", 1, 2 * count, 1 << 20).toFloats();
        for (int i = 0; i < count; i++) {
            assertEquals(bytes.getLong(i * Long.BYTES), longs[i]);
            assertEquals(i, doubles[i]);
            assertEquals(bytes.getFloat(i * Long.BYTES + Float.BYTES), floats[2 * i + 1]);
        }
    }

    @Test
    void weightsBesideTheModelMayTakeAsMuchMemoryAsThoseInIt() throws IOException {
        Files.write(folder.resolve("many.bin"), new byte[4_000]);
        assertEquals(1_000, tensor("many.bin", 1, 1_000, 4_000).shape().elements());
        assertThrows(ModelException.class, () -> tensor("many.bin", 1, 1_000, 3_999));
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        IOException thrown = assertThrows(IOException.class, () -> read("other.bin", "0", "8"));
        assertTrue(thrown.getMessage().contains("other.bin"), thrown.getMessage());
    }

    @Test
    void aModelOfBytesHasNoFolder() {
        byte[] bytes = model("weights.bin", "0", "8");
        assertEquals("test: tensor 't': location=weights.bin: must lie beside the model's file, the model was given as"
                + " bytes", assertThrows(ModelException.class, () -> OnnxFile.read("test", bytes, 1000)).getMessage());
    }

    private float[] read(String location, String offset, String length) throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), model(location, offset, length));
        return OnnxFile.read(file, 1000).constants().get("t").toFloats();
    }

    private Tensor tensor(String location, int type, int count, long memoryBytes) throws IOException {
        WireWriter tensor = OnnxWriter.header("t", type, count).integer(14, 1).message(13, entry("location", location));
        byte[] model = OnnxWriter.model(new WireWriter().message(5, tensor), 13).toByteArray();
        return OnnxFile.read(Files.write(folder.resolve("model.onnx"), model), memoryBytes).constants().get("t");
    }

    private String refusal(String location, String offset, String length) {
        String message = assertThrows(ModelException.class, () -> read(location, offset, length)).getMessage();
        return message.substring(message.indexOf("'t': ") + 5);
    }

    private static byte[] model(String location, String offset, String length) {
        WireWriter tensor = OnnxWriter.header("t", 1, 2).integer(14, 1).message(13, entry("location", location))
                .message(13, entry("offset", offset));
        if (length != null) {
            tensor.message(13, entry("length", length));
        }
        return OnnxWriter.model(new WireWriter().message(5, tensor), 13).toByteArray();
    }

    private static WireWriter entry(String key, String value) {
        return new WireWriter().text(1, key).text(2, value);
    }
}
