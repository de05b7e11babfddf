package adjoint.bench.run;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

/** Numbers that one process leaves for the others, in the byte order of the machine. */
final class FloatFile {

    private FloatFile() {
    }

    static void write(Path file, float[] values) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, READ, WRITE)) {
            map(channel, FileChannel.MapMode.READ_WRITE, (long) values.length * Float.BYTES).put(values);
        }
    }

    static float[] read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            float[] values = new float[Math.toIntExact(channel.size() / Float.BYTES)];
            map(channel, FileChannel.MapMode.READ_ONLY, channel.size()).get(values);
            return values;
        }
    }

    private static FloatBuffer map(FileChannel channel, FileChannel.MapMode mode, long bytes) throws IOException {
        return channel.map(mode, 0, bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
