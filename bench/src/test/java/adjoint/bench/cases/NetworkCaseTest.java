package adjoint.bench.cases;

import adjoint.models.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NetworkCaseTest {

    @Test
    void inputsHaveThePictureAndItsBorder() {
        assertEquals(List.of("[1, 3, 314, 465]", "[1, 3, 228, 196]", "[1, 3, 384, 768]", "[1, 3, 1094, 1934]"),
                NetworkCase.ALL.stream().map(network -> Arrays.toString(network.inputShape())).toList());
    }

    @Test
    void outermostPixelsRepeat() {
        float[] input = new NetworkCase("N", TrainedModel.WAIFU2X_UPCONV7, new TestPicture(3, 2), 0, false).input();
        // 16 rows of 17 in each plane: 7 pixels on each side.
        assertEquals(3 * 16 * 17, input.length);
        assertEquals(input[7 * 17 + 7], input[0]);
        assertEquals(input[8 * 17 + 9], input[16 * 17 - 1]);
        assertTrue(IntStream.range(0, input.length).allMatch(at -> input[at] >= 0 && input[at] <= 1));
    }

    @Test
    void aPictureIsWrittenAsItIs(@TempDir Path folder) throws IOException {
        TestPicture picture = new TestPicture(40, 30);
        var read = ImageIO.read(picture.write(folder.resolve("p.png")).toFile());
        assertEquals(picture.sample(0, 29, 39) << 16 | picture.sample(1, 29, 39) << 8 | picture.sample(2, 29, 39),
                read.getRGB(39, 29) & 0xffffff);
    }
}
