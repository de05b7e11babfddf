package adjoint.examples.spark;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** In one JVM with two tasks at a time. */
class UpscaleFolderTest {

    @Test
    void eachPictureOfAFolderIsEnlarged(@TempDir Path from, @TempDir Path to) throws IOException {
        int count = 6;
        for (int i = 0; i < count; i++) {
            BufferedImage picture = new BufferedImage(20 + i, 16, BufferedImage.TYPE_INT_RGB);
            for (int x = 0; x < picture.getWidth(); x++) {
                for (int y = 0; y < picture.getHeight(); y++) {
                    picture.setRGB(x, y, new Color(12 * x % 256, 15 * y, 40 * i).getRGB());
                }
            }
            ImageIO.write(picture, "png", from.resolve("p" + i + ".png").toFile());
        }
        Files.writeString(from.resolve("notes.txt"), "no picture");
        // A name that differs in its end alone.
        Files.copy(from.resolve("p5.png"), from.resolve("p5.jpg"));
        Files.writeString(to.resolve("p0.png.png"), "of an earlier run");

        SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false")
                .set("spark.driver.bindAddress", "127.0.0.1").set("spark.driver.host", "127.0.0.1");
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            List<String> written = UpscaleFolder.upscale(spark, from.toUri().toString(), to.toString());
            List<String> names = List.of("p0.png.png", "p1.png.png", "p2.png.png", "p3.png.png", "p4.png.png",
                    "p5.jpg.png", "p5.png.png");
            assertEquals(names, written.stream().sorted().toList());
            try (Stream<Path> files = Files.list(to)) {
                assertEquals(names, files.map(file -> file.getFileName().toString()).sorted().toList());
            }
            assertThrows(IllegalArgumentException.class,
                    () -> UpscaleFolder.upscale(spark, from.toUri().toString(), from.toString()));
        }
        for (int i = 0; i < count; i++) {
            BufferedImage source = ImageIO.read(from.resolve("p" + i + ".png").toFile());
            BufferedImage expected = Upscaling.enlarge(source);
            BufferedImage actual = ImageIO.read(to.resolve("p" + i + ".png.png").toFile());
            assertEquals(2 * (20 + i), actual.getWidth());
            assertEquals(32, actual.getHeight());
            assertArrayEquals(pixels(expected), pixels(actual));
            // Enlarged, and not something else: the colours of the middle stay about what they are.
            Color before = new Color(source.getRGB(10, 8));
            Color after = new Color(actual.getRGB(20, 16));
            assertEquals(before.getRed(), after.getRed(), 16);
            assertEquals(before.getGreen(), after.getGreen(), 16);
            assertEquals(before.getBlue(), after.getBlue(), 16);
        }
    }

    private static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }
}
