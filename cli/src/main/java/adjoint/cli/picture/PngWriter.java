package adjoint.cli.picture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes an 8-bit PNG row by row. Java's own writer has to be given the whole picture and predicts no pixel from its neighbours,
 * which makes the files of photos about twice as large.
 *
 * <p>Source: W3C, Portable Network Graphics, sections 5 (chunks), 9 (filters) and 12.8 (how to choose one).
 */
public final class PngWriter implements AutoCloseable {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    /** By number of channels. */
    private static final byte[] COLOUR_TYPES = {-1, 0, 4, 2, 6};
    private static final int FILTERS = 5;
    private static final int CHUNK_BYTES = 1 << 16;
    /** With differences as input, the files are no larger than those of the default level, which takes a quarter longer. */
    private static final int LEVEL = 4;

    private final OutputStream out;
    private final int channels;
    private final Deflater deflater = new Deflater(LEVEL);
    private final DeflaterOutputStream data;
    private byte[] above;
    private byte[] best;
    private byte[] candidate;

    public PngWriter(OutputStream out, int width, int height, int channels) throws IOException {
        this.out = out;
        this.channels = channels;
        above = new byte[width * channels];
        best = new byte[width * channels + 1];
        candidate = new byte[width * channels + 1];
        deflater.setStrategy(Deflater.FILTERED);
        data = new DeflaterOutputStream(new DataChunks(), deflater, CHUNK_BYTES);
        out.write(SIGNATURE);
        chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).put(COLOUR_TYPES[channels])
                .array(), 13);
    }

    /** Writes whole rows, from top to bottom. */
    public void rows(byte[] rows) throws IOException {
        byte[] row = new byte[above.length];
        for (int at = 0; at < rows.length; at += row.length) {
            System.arraycopy(rows, at, row, 0, row.length);
            row(row);
            System.arraycopy(row, 0, above, 0, row.length);
        }
    }

    /** By the filter that leaves the smallest differences. */
    private void row(byte[] row) throws IOException {
        long least = Long.MAX_VALUE;
        for (int filter = 0; filter < FILTERS; filter++) {
            candidate[0] = (byte) filter;
            long sum = 0;
            for (int at = 0; at < row.length; at++) {
                int left = at < channels ? 0 : row[at - channels] & 0xff;
                int aboveLeft = at < channels ? 0 : above[at - channels] & 0xff;
                byte difference = (byte) (row[at] - predicted(filter, left, above[at] & 0xff, aboveLeft));
                candidate[at + 1] = difference;
                sum += Math.abs(difference);
            }
            if (sum < least) {
                least = sum;
                byte[] swap = best;
                best = candidate;
                candidate = swap;
            }
        }
        data.write(best);
    }

    private static int predicted(int filter, int left, int above, int aboveLeft) {
        return switch (filter) {
            case 0 -> 0;
            case 1 -> left;
            case 2 -> above;
            case 3 -> (left + above) / 2;
            default -> paeth(left, above, aboveLeft);
        };
    }

    /** That of the three which is nearest to {@code left + above - aboveLeft}. */
    private static int paeth(int left, int above, int aboveLeft) {
        int toLeft = Math.abs(above - aboveLeft);
        int toAbove = Math.abs(left - aboveLeft);
        int toAboveLeft = Math.abs(left + above - 2 * aboveLeft);
        if (toLeft <= toAbove && toLeft <= toAboveLeft) {
            return left;
        }
        return toAbove <= toAboveLeft ? above : aboveLeft;
    }

    /** Ends the picture; the stream stays open. */
    public void finish() throws IOException {
        data.finish();
        chunk("IEND", new byte[0], 0);
        out.flush();
    }

    @Override
    public void close() {
        deflater.end();
    }

    private void chunk(String type, byte[] content, int length) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content, 0, length);
        out.write(ByteBuffer.allocate(4).putInt(length).array());
        out.write(name);
        out.write(content, 0, length);
        out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** Makes a chunk of each portion of compressed bytes. */
    private final class DataChunks extends OutputStream {
        @Override
        public void write(int single) throws IOException {
            chunk("IDAT", new byte[] {(byte) single}, 1);
        }

        @Override
        public void write(byte[] content, int offset, int length) throws IOException {
            // The deflater stream hands over its buffer from the start.
            assert offset == 0;
            chunk("IDAT", content, length);
        }
    }
}
