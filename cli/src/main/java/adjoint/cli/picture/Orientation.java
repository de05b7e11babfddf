package adjoint.cli.picture;

import java.awt.Rectangle;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * How a camera was held, as the Exif data of a JPEG tells: which line of the stored image is which row of the upright one.
 * Source: Exif 2.3, tag 0x0112, values 1 to 8.
 *
 * @param value 1 to 8; 1 = upright
 */
record Orientation(int value) {

    static final Orientation UPRIGHT = new Orientation(1);

    // Markers of JPEG.
    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int START_OF_SCAN = 0xFFDA;
    private static final int APP1 = 0xFFE1;

    private static final byte[] EXIF_HEADER = {'E', 'x', 'i', 'f', 0, 0};
    private static final int ENTRY_BYTES = 12;
    private static final int TAG = 0x0112;

    /**
     * What a file tells, upright if nothing. Java's own reader of metadata refuses files whose pixels it decodes without complaint.
     *
     * @param in the file at its start; it is left there
     */
    static Orientation of(ImageInputStream in) throws IOException {
        in.mark();
        try {
            return in.readUnsignedShort() == START_OF_IMAGE ? ofSegments(in) : UPRIGHT;
        } catch (EOFException e) {
            return UPRIGHT;
        } finally {
            in.reset();
        }
    }

    /** All segments before the pixels are a marker, a length that counts itself, and the content. */
    private static Orientation ofSegments(ImageInputStream in) throws IOException {
        for (int marker = marker(in); marker > 0xFF00 && marker != START_OF_SCAN; marker = marker(in)) {
            byte[] content = new byte[Math.max(0, in.readUnsignedShort() - Short.BYTES)];
            in.readFully(content);
            // Exif shares its marker with XMP.
            if (marker == APP1 && Arrays.mismatch(content, EXIF_HEADER) == EXIF_HEADER.length) {
                return parse(content);
            }
        }
        return UPRIGHT;
    }

    /** Two bytes, the first of which may be repeated. */
    private static int marker(ImageInputStream in) throws IOException {
        int marker = in.readUnsignedShort();
        while (marker == 0xFFFF) {
            marker = 0xFF00 | in.readUnsignedByte();
        }
        return marker;
    }

    /** From an Exif segment: "Exif", 2 zeros, then a TIFF header and the entries of its first directory. */
    static Orientation parse(byte[] exif) {
        try {
            ByteBuffer tiff = ByteBuffer.wrap(exif).position(EXIF_HEADER.length).slice();
            tiff.order(tiff.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = tiff.getInt(4);
            int entries = tiff.getShort(directory);
            for (int entry = 0; entry < entries; entry++) {
                int at = directory + 2 + entry * ENTRY_BYTES;
                int value = tiff.getShort(at + 8);
                if (tiff.getShort(at) == TAG && value >= 1 && value <= 8) {
                    return new Orientation(value);
                }
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            // Exif data that nobody can read is as good as none: the pixels are not affected.
            return UPRIGHT;
        }
        return UPRIGHT;
    }

    /** Whether rows of the upright image are columns of the stored one. */
    boolean swapsSides() {
        return value >= 5;
    }

    /** Whether the upright image goes through a line from its end to its start. */
    boolean reversesLines() {
        return value == 2 || value == 3 || value == 6 || value == 7;
    }

    /** The row or column of the stored image that is row {@code y} of the upright one. */
    Rectangle line(int y, int storedWidth, int storedHeight) {
        // 3 and 4 have their first row at the bottom, 7 and 8 theirs at the right.
        boolean fromEnd = value == 3 || value == 4 || value == 7 || value == 8;
        if (swapsSides()) {
            return new Rectangle(fromEnd ? storedWidth - 1 - y : y, 0, 1, storedHeight);
        }
        return new Rectangle(0, fromEnd ? storedHeight - 1 - y : y, storedWidth, 1);
    }
}
