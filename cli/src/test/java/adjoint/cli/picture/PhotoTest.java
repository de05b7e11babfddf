package adjoint.cli.picture;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PhotoTest {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    @TempDir
    private Path folder;

    @Test
    void coloursAreTakenAsTheyAre() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0x102030);
        image.setRGB(1, 0, 0xfffe80);
        Photo photo = Photo.read(write(image, "png"), NO_LIMIT);
        assertEquals(3, photo.channels());
        assertArrayEquals(new float[] {16, 32, 48, 255, 254, 128}, row(photo, 0));
    }

    @ParameterizedTest
    @CsvSource({"png", "jpg"})
    void greyKeepsItsSamplesAndOneChannel(String format) throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 64; x++) {
            image.getRaster().setSample(x % 8, x / 8, 0, 100);
        }
        Photo photo = Photo.read(write(image, format), NO_LIMIT);
        assertEquals(1, photo.channels());
        assertEquals(100, row(photo, 3)[5]);
    }

    @Test
    void sixteenBitsAreRoundedToEight() throws IOException {
        BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        grey.getRaster().setSample(0, 0, 0, 65535);
        grey.getRaster().setSample(1, 0, 0, 100 * 257 + 100);
        assertArrayEquals(new float[] {255, 100}, row(Photo.read(write(grey, "png"), NO_LIMIT), 0));

        ComponentColorModel colors = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false,
                1,
                DataBuffer.TYPE_USHORT);
        WritableRaster raster = colors.createCompatibleWritableRaster(1, 1);
        raster.setPixel(0, 0, new int[] {65535, 257 * 7, 0});
        Photo photo = Photo.read(write(new BufferedImage(colors, raster, false, null), "png"), NO_LIMIT);
        assertArrayEquals(new float[] {255, 7, 0}, row(photo, 0));
    }

    @Test
    void paletteIsLookedUp() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
        image.setRGB(0, 0, Color.RED.getRGB());
        float[] row = row(Photo.read(write(image, "png"), NO_LIMIT), 0);
        assertArrayEquals(new float[] {255, 0, 0}, Arrays.copyOf(row, 3));
    }

    @Test
    void coloursAreWeightedByOpacity() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x33ff0a00);
        image.setRGB(1, 0, 0x00ffffff);
        Photo photo = Photo.read(write(image, "png"), NO_LIMIT);
        assertEquals(4, photo.channels());
        assertArrayEquals(new float[] {51, 2, 0, 51, 0, 0, 0, 0}, row(photo, 0));
    }

    @ParameterizedTest
    @CsvSource({"1, ABCD EFGH", "2, DCBA HGFE", "3, HGFE DCBA", "4, EFGH ABCD", "5, AE BF CG DH", "6, EA FB GC HD",
        "7, HD GC FB EA", "8, DH CG BF AE"})
    void turnedPhotosAreReadUpright(int orientation, String upright) throws IOException {
        // Blocks of 16x16 pixels, so that compression leaves their grey alone; two rows of four.
        BufferedImage image = new BufferedImage(64, 32, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 64; x++) {
                image.getRaster().setSample(x, y, 0, 10 + 20 * (x / 16 + y / 16 * 4));
            }
        }
        Path file = folder.resolve("turned.jpg");
        Files.write(file, withExif(Files.readAllBytes(write(image, "jpg")), orientation));
        Photo photo = Photo.read(file, NO_LIMIT);
        String[] rows = upright.split(" ");
        assertEquals(rows[0].length() * 16, photo.width());
        assertEquals(rows.length * 16, photo.height());
        for (int y = 0; y < rows.length; y++) {
            float[] row = row(photo, y * 16 + 8);
            for (int x = 0; x < rows[y].length(); x++) {
                assertEquals(10 + 20 * (rows[y].charAt(x) - 'A'), row[x * 16 + 8], 3);
            }
        }
    }

    @Test
    void exifIsFoundBehindXmp() throws IOException {
        byte[] jpeg = Files.readAllBytes(write(new BufferedImage(64, 32, BufferedImage.TYPE_BYTE_GRAY), "jpg"));
        byte[] xmp = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"
                .getBytes(StandardCharsets.US_ASCII);
        Path file = Files.write(folder.resolve("xmp.jpg"), withApp1(withExif(jpeg, 6), xmp));
        assertEquals(32, Photo.read(file, NO_LIMIT).width());
    }

    @Test
    void exifIsFoundBeforeJfif() throws IOException {
        byte[] jpeg = Files.readAllBytes(write(new BufferedImage(64, 32, BufferedImage.TYPE_BYTE_GRAY), "jpg"));
        byte[] exif = withExif(jpeg, 6);
        int jfifBytes = 2 + (jpeg[4] << 8 | jpeg[5]);
        int exifBytes = exif.length - jpeg.length;
        ByteBuffer swapped = ByteBuffer.allocate(exif.length + 1).put(exif, 0, 2);
        // A marker may have more than one 0xff before it.
        swapped.put((byte) 0xff).put(exif, 2 + jfifBytes, exifBytes).put(exif, 2, jfifBytes);
        swapped.put(jpeg, 2 + jfifBytes, jpeg.length - 2 - jfifBytes);
        assertEquals(32, Photo.read(swapped.array(), NO_LIMIT).width());
    }

    @Test
    void aFileThatEndsBeforeItsExifIsUpright() throws IOException {
        byte[] jpeg = withExif(Files.readAllBytes(write(noise(), "jpg")), 6);
        for (int length = 0; length < 60; length++) {
            try (ImageInputStream in = new MemoryCacheImageInputStream(
                    new ByteArrayInputStream(jpeg, 0, length))) {
                int value = Orientation.of(in).value();
                assertTrue(value == 1 || value == 6 && length >= 56, "bytes: " + length);
                assertEquals(0, in.getStreamPosition());
            }
        }
    }

    @Test
    void brokenExifIsIgnored() {
        for (int length = 0; length < 40; length++) {
            byte[] noise = new byte[length];
            Arrays.fill(noise, (byte) 0xfe);
            assertEquals(Orientation.UPRIGHT, Orientation.parse(noise));
        }
    }

    @Test
    void sizeIsCheckedBeforeThePixelsAreRead() throws IOException {
        Path bomb = folder.resolve("bomb.png");
        Files.write(bomb, pngHeader(60_000, 50_000));
        IOException thrown = assertThrows(IOException.class, () -> Photo.read(bomb, 100_000_000));
        assertEquals("has 60000x50000 pixels: 100000000 are the limit", thrown.getMessage());

        Files.write(bomb, pngHeader(100_001, 2));
        thrown = assertThrows(IOException.class, () -> Photo.read(bomb, 100_000_000));
        assertEquals("has 100001x2 pixels: a side of 100000 is the limit", thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void cutOffFilesAreRefused(String format) throws IOException {
        byte[] whole = Files.readAllBytes(write(noise(), format));
        Path file = folder.resolve("cut." + format);
        for (int percent : new int[] {3, 30, 60, 95}) {
            Files.write(file, Arrays.copyOf(whole, whole.length * percent / 100));
            IOException thrown = assertThrows(IOException.class, () -> Photo.read(file, NO_LIMIT), percent + " %");
            assertTrue(thrown.getMessage().startsWith("is damaged or cut off ("), thrown::getMessage);
            assertEquals(1, thrown.getMessage().lines().count());
            // Each complaint of the decoder begins with a capital.
            assertTrue(!format.equals("jpg") || !thrown.getMessage().matches(".*[a-z][A-Z].*"), thrown::getMessage);
        }
    }

    @Test
    void changedBytesEndInAPhotoOrAMessage() throws IOException {
        for (String format : new String[] {"png", "jpg"}) {
            byte[] whole = Files.readAllBytes(write(noise(), format));
            Path file = folder.resolve("changed." + format);
            for (int at = 8; at < whole.length; at += 97) {
                byte[] changed = whole.clone();
                changed[at] ^= 0x55;
                Files.write(file, changed);
                try {
                    Photo photo = Photo.read(file, 1_000_000);
                    row(photo, photo.height() - 1);
                } catch (IOException e) {
                    assertTrue(e.getMessage().startsWith("is ") || e.getMessage().startsWith("has "), e::getMessage);
                }
            }
        }
    }

    @Test
    void otherFilesAreNoPhotos() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        assertEquals("is not a PNG or JPEG image",
                assertThrows(IOException.class, () -> Photo.read(text, NO_LIMIT)).getMessage());
        Path empty = Files.createFile(folder.resolve("empty.png"));
        assertThrows(IOException.class, () -> Photo.read(empty, NO_LIMIT));
        Path bmp = write(noise(), "bmp");
        assertEquals("is not a PNG or JPEG image",
                assertThrows(IOException.class, () -> Photo.read(bmp, NO_LIMIT)).getMessage());
    }

    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(60, 50, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < 3000; at++) {
            image.setRGB(at % 60, at / 60, at * 0x9e3779b9);
        }
        return image;
    }

    private Path write(BufferedImage image, String format) throws IOException {
        Path file = folder.resolve("photo." + format);
        assertTrue(ImageIO.write(image, format, file.toFile()));
        return file;
    }

    private static float[] row(Photo photo, int y) {
        float[] row = new float[photo.width() * photo.channels()];
        photo.row(y, row, 0);
        return row;
    }

    /** The file with a segment that tells an orientation. */
    private static byte[] withExif(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(6 + 8 + 2 + 12 + 4);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put("II".getBytes(StandardCharsets.US_ASCII));
        exif.order(ByteOrder.LITTLE_ENDIAN).putShort((short) 42).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x112).putShort((short) 3).putInt(1).putInt(orientation).putInt(0);
        return withApp1(jpeg, exif.array());
    }

    /** The file with such a segment before all others. */
    private static byte[] withApp1(byte[] jpeg, byte[] content) {
        // After the start and the JFIF segment, as cameras and editors put it.
        int jfifEnd = 4 + (jpeg[4] << 8 | jpeg[5]);
        return ByteBuffer.allocate(jpeg.length + 4 + content.length).put(jpeg, 0, jfifEnd).putShort((short) 0xffe1)
                .putShort((short) (2 + content.length)).put(content).put(jpeg, jfifEnd, jpeg.length - jfifEnd).array();
    }

    private static byte[] pngHeader(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(8 + 25 + 12);
        header.putLong(0x89504e470d0a1a0aL).putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII));
        header.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.array(), 12, 17);
        header.putInt((int) crc.getValue());
        header.putInt(0).put("IDAT".getBytes(StandardCharsets.US_ASCII)).putInt(0x35af061e);
        return header.array();
    }
}
