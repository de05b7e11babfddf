package adjoint.cli.picture;

import adjoint.cli.UserError;
import adjoint.cli.file.InputFile;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A decoded PNG or JPEG file, as 8-bit grey or sRGB. */
public final class Photo implements Picture {

    /** The longest side. One row must be computable at once. */
    public static final int MAX_SIDE = 100_000;

    private static final Set<String> FORMATS = Set.of("png", "jpeg");

    private final BufferedImage image;
    private final Orientation orientation;
    private final boolean grey;
    private final boolean alpha;

    private Photo(BufferedImage image, Orientation orientation) {
        ColorModel colors = image.getColorModel();
        boolean sameColors = colors.getColorSpace().isCS_sRGB();
        this.alpha = colors.hasAlpha();
        // Java takes grey for linear light and would brighten it on the way to sRGB: the samples are used as they are.
        this.grey = colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY && !(colors instanceof IndexColorModel);
        this.image = grey || sameColors ? image : inSrgb(image);
        this.orientation = orientation;
    }

    /**
     * Reads a file.
     *
     * @param file      the file
     * @param maxPixels how many pixels it may have; more are refused before any memory is taken for them
     * @throws IOException if it is no PNG or JPEG, too large or damaged; the message says which
     */
    public static Photo read(Path file, long maxPixels) throws IOException {
        return read(() -> new FileImageInputStream(file.toFile()), maxPixels);
    }

    /**
     * Reads what a file would hold.
     *
     * @param bytes     the content
     * @param maxPixels how many pixels it may have; more are refused before any memory is taken for them
     * @throws IOException if it is no PNG or JPEG, too large or damaged; the message says which
     */
    public static Photo read(byte[] bytes, long maxPixels) throws IOException {
        return read(() -> new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)), maxPixels);
    }

    /**
     * Reads a file that the user named.
     *
     * @param file      the file
     * @param maxPixels how many pixels it may have
     * @throws UserError if it does not exist, is no PNG or JPEG, too large or damaged
     */
    public static Photo require(Path file, long maxPixels) {
        try {
            return read(InputFile.require(file), maxPixels);
        } catch (IOException e) {
            throw new UserError(file + ": " + e.getMessage());
        }
    }

    private static Photo read(Source from, long maxPixels) throws IOException {
        try (ImageInputStream in = from.open()) {
            Orientation orientation = Orientation.of(in);
            ImageReader reader = reader(in);
            try {
                // The reader needs none of the metadata; texts and profiles of a PNG may be bombs of their own.
                reader.setInput(in, false, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                if ((long) width * height > maxPixels) {
                    throw new TooLarge("has " + width + "x" + height + " pixels: " + maxPixels + " are the limit");
                }
                if (Math.max(width, height) > MAX_SIDE) {
                    throw new TooLarge(
                            "has " + width + "x" + height + " pixels: a side of " + MAX_SIDE + " is the limit");
                }
                // Of a JPEG that ends early the decoder makes what it can and mentions it in a warning only.
                List<String> cutOff = new ArrayList<>();
                reader.addIIOReadWarningListener((source, warning) -> {
                    String text = warning.toLowerCase(Locale.ROOT);
                    if (text.contains("premature end") || text.contains("truncated")) {
                        cutOff.add(warning);
                    }
                });
                BufferedImage image = reader.read(0);
                if (!cutOff.isEmpty()) {
                    throw new IOException(String.join("; ", cutOff));
                }
                return new Photo(image, orientation);
            } finally {
                reader.dispose();
            }
        } catch (TooLarge | NotAnImage e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The decoders answer damage also with IllegalArgumentException, IndexOutOfBoundsException and others.
            throw new IOException("is damaged or cut off (" + innermost(e) + ")", e);
        }
    }

    private static ImageReader reader(ImageInputStream in) throws IOException {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext();) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        throw new NotAnImage();
    }

    private static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage().strip();
    }

    private static BufferedImage inSrgb(BufferedImage image) {
        int type = image.getColorModel().hasAlpha() ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR;
        return new ColorConvertOp(null).filter(image, new BufferedImage(image.getWidth(), image.getHeight(), type));
    }

    @Override
    public int width() {
        return orientation.swapsSides() ? image.getHeight() : image.getWidth();
    }

    @Override
    public int height() {
        return orientation.swapsSides() ? image.getWidth() : image.getHeight();
    }

    @Override
    public int channels() {
        return (grey ? 1 : 3) + (alpha ? 1 : 0);
    }

    @Override
    public void row(int y, float[] to, int at) {
        Rectangle line = orientation.line(y, image.getWidth(), image.getHeight());
        int width = width();
        int channels = channels();
        int[][] bands = grey ? greySamples(line) : colourSamples(line);
        for (int x = 0; x < width; x++) {
            int from = orientation.reversesLines() ? width - 1 - x : x;
            for (int c = 0; c < channels; c++) {
                float sample = bands[c][from];
                to[at + x * channels + c] = alpha && c < channels - 1
                        ? sample * bands[channels - 1][from] / 255
                        : sample;
            }
        }
    }

    private int[][] greySamples(Rectangle line) {
        int[][] bands = new int[channels()][];
        for (int c = 0; c < bands.length; c++) {
            bands[c] = image.getRaster().getSamples(line.x, line.y, line.width, line.height, c, (int[]) null);
            if (image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT) {
                for (int x = 0; x < bands[c].length; x++) {
                    bands[c][x] = (bands[c][x] * 255 + 32767) / 65535;
                }
            }
        }
        return bands;
    }

    private int[][] colourSamples(Rectangle line) {
        int[] argb = image.getRGB(line.x, line.y, line.width, line.height, null, 0, line.width);
        int[][] bands = new int[4][argb.length];
        for (int x = 0; x < argb.length; x++) {
            bands[0][x] = argb[x] >> 16 & 0xff;
            bands[1][x] = argb[x] >> 8 & 0xff;
            bands[2][x] = argb[x] & 0xff;
            bands[3][x] = argb[x] >>> 24;
        }
        return bands;
    }

    private interface Source {
        ImageInputStream open() throws IOException;
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(String message) {
            super(message);
        }
    }

    private static final class NotAnImage extends IOException {
        private static final long serialVersionUID = 1;

        NotAnImage() {
            super("is not a PNG or JPEG image");
        }
    }
}
