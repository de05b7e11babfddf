package adjoint.cli.picture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes an 8-bit PNG some rows at a time, on all processors. Java's own writer has to be given the whole picture and predicts no
 * pixel from its neighbours, which makes the files of photos about twice as large.
 *
 * <p>Each of the rows given together is filtered by itself, and portions of them are compressed by themselves, each with the end
 * of the one before it as dictionary. A portion ends on a whole byte, so that one behind the other they are one stream.
 *
 * <p>Sources: W3C, Portable Network Graphics, sections 5 (chunks), 9 (filters) and 12.8 (how to choose one); RFC 1950 (the stream
 * around the compressed blocks).
 */
public final class PngWriter {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    /** Of 1 to 4 channels. */
    private static final byte[] COLOUR_TYPES = {0, 4, 2, 6};
    /** Deflate with the largest window, made at a fast level. */
    private static final byte[] STREAM_HEADER = {0x78, 0x5e};
    /** A last block of deflate with nothing in it. */
    private static final byte[] LAST_BLOCK = {0x03, 0x00};
    /** With differences as input, the files are no larger than those of the default level, which takes a quarter longer. */
    private static final int LEVEL = 4;
    private static final int WINDOW = 1 << 15;
    /** Bytes that are compressed by themselves. */
    private static final int PORTION = 1 << 17;

    private final OutputStream out;
    private final int channels;
    private final Adler32 checksum = new Adler32();
    /** The last row so far. */
    private byte[] above;

    /**
     * Begins a picture.
     *
     * @param channels 1 to 4, as in {@link Picture}
     * @throws IOException if the stream cannot take it
     */
    public PngWriter(OutputStream out, int width, int height, int channels) throws IOException {
        this.out = out;
        this.channels = channels;
        above = new byte[width * channels];
        out.write(SIGNATURE);
        chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).put(COLOUR_TYPES[channels - 1])
                .array());
        chunk("IDAT", STREAM_HEADER);
    }

    /**
     * Writes the next rows, from top to bottom.
     *
     * @param rows whole ones of {@code width * channels} bytes
     * @throws IOException if the stream cannot take it
     */
    public void rows(byte[] rows) throws IOException {
        int length = above.length;
        int count = rows.length / length;
        if (count == 0) {
            return;
        }
        byte[] filtered = new byte[count * (length + 1)];
        IntStream.range(0, count).parallel().forEach(row -> filter(rows, row, filtered));
        checksum.update(filtered);
        List<byte[]> portions = IntStream.range(0, Math.ceilDiv(filtered.length, PORTION)).parallel()
                .mapToObj(portion -> compressed(filtered, portion * PORTION)).toList();
        for (byte[] portion : portions) {
            chunk("IDAT", portion);
        }
        System.arraycopy(rows, (count - 1) * length, above, 0, length);
    }

    /** By the filter that leaves the smallest differences. */
    private void filter(byte[] rows, int index, byte[] filtered) {
        int length = above.length;
        int from = index * length;
        byte[] previous = index == 0 ? above : rows;
        int up = index == 0 ? 0 : from - length;
        int filter = best(rows, from, previous, up);
        int to = index * (length + 1);
        filtered[to] = (byte) filter;
        for (int x = 0; x < length; x++) {
            boolean first = x < channels;
            int left = first ? 0 : rows[from + x - channels] & 0xff;
            int aboveLeft = first ? 0 : previous[up + x - channels] & 0xff;
            filtered[to + 1 + x] = (byte) (rows[from + x]
                    - predicted(filter, left, previous[up + x] & 0xff, aboveLeft));
        }
    }

    /** All sums in one walk: a small picture is written before Java has compiled this. */
    private int best(byte[] rows, int from, byte[] previous, int up) {
        long none = 0;
        long sub = 0;
        long upper = 0;
        long average = 0;
        long paeth = 0;
        for (int x = 0; x < above.length; x++) {
            int value = rows[from + x];
            int b = previous[up + x] & 0xff;
            int a = x < channels ? 0 : rows[from + x - channels] & 0xff;
            int c = x < channels ? 0 : previous[up + x - channels] & 0xff;
            none += Math.abs(value);
            sub += Math.abs((byte) (value - a));
            upper += Math.abs((byte) (value - b));
            average += Math.abs((byte) (value - (a + b) / 2));
            paeth += Math.abs((byte) (value - paeth(a, b, c)));
        }
        long[] sums = {none, sub, upper, average, paeth};
        int best = 0;
        for (int filter = 1; filter < sums.length; filter++) {
            best = sums[filter] < sums[best] ? filter : best;
        }
        return best;
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

    /** Blocks of deflate that hold a portion and end on a whole byte; none of them is the last. */
    private static byte[] compressed(byte[] bytes, int from) {
        Deflater deflater = new Deflater(LEVEL, true);
        try {
            byte[] some = new byte[PORTION];
            deflater.setStrategy(Deflater.FILTERED);
            // The call behind a change of strategy makes the change and compresses nothing.
            deflater.deflate(some);
            int known = Math.min(from, WINDOW);
            deflater.setDictionary(bytes, from - known, known);
            deflater.setInput(bytes, from, Math.min(PORTION, bytes.length - from));
            ByteArrayOutputStream all = new ByteArrayOutputStream(PORTION);
            int length = some.length;
            while (length == some.length) {
                length = deflater.deflate(some, 0, some.length, Deflater.SYNC_FLUSH);
                all.write(some, 0, length);
            }
            return all.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /**
     * Ends the picture; the stream stays open.
     *
     * @throws IOException if the stream cannot take it
     */
    public void finish() throws IOException {
        chunk("IDAT", ByteBuffer.allocate(LAST_BLOCK.length + 4).put(LAST_BLOCK).putInt((int) checksum.getValue())
                .array());
        chunk("IEND", new byte[0]);
        out.flush();
    }

    private void chunk(String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        out.write(ByteBuffer.allocate(4).putInt(content.length).array());
        out.write(name);
        out.write(content);
        out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
