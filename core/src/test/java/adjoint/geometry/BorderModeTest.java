package adjoint.geometry;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BorderModeTest {

    @ParameterizedTest
    @CsvSource({"ZEROS, ..|abcd|..", "REFLECT, cb|abcd|cb", "REPLICATE, aa|abcd|dd", "CIRCULAR, cd|abcd|ab"})
    void pictureOfTheDocumentation(BorderMode mode, String picture) {
        StringBuilder drawn = new StringBuilder();
        for (int position = -2; position < 6; position++) {
            int source = mode.source(position, 4);
            drawn.append(position == 0 || position == 4 ? "|" : "").append(source < 0 ? '.' : "abcd".charAt(source));
        }
        assertEquals(picture, drawn.toString());
    }

    /** The elements one after the other, walking on from the image: to and fro, around, or standing still. */
    @Test
    void sequencesGoOnAsFarAsTheyAreAskedFor() {
        for (int extent = 1; extent <= 6; extent++) {
            int at = 0;
            int step = 1;
            for (int position = 0; position < 50; position++) {
                String where = "extent " + extent + ", position " + position;
                assertEquals(at, BorderMode.REFLECT.source(position, extent), where);
                assertEquals(at, BorderMode.REFLECT.source(-position, extent), where + ", mirrored");
                assertEquals(position % extent, BorderMode.CIRCULAR.source(position, extent), where);
                assertEquals(extent - 1 - position % extent, BorderMode.CIRCULAR.source(-1 - position, extent), where);
                assertEquals(Math.min(position, extent - 1), BorderMode.REPLICATE.source(position, extent), where);
                assertEquals(0, BorderMode.REPLICATE.source(-1 - position, extent), where);
                assertEquals(position < extent ? position : BorderMode.OUTSIDE,
                        BorderMode.ZEROS.source(position, extent), where);
                assertEquals(BorderMode.OUTSIDE, BorderMode.ZEROS.source(-1 - position, extent), where);
                step = at + step < 0 || at + step >= extent ? -step : step;
                at = extent == 1 ? 0 : at + step;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void positionsInsideAreTheirOwnSource(BorderMode mode) {
        for (int extent : new int[] {1, 2, 7}) {
            for (int position = 0; position < extent; position++) {
                assertEquals(position, mode.source(position, extent));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "ZEROS", mode = EnumSource.Mode.EXCLUDE)
    void farthestPositionsOfTheLargestImagesLieInside(BorderMode mode) {
        for (int extent : new int[] {1, 2, 3, 1 << 30, Integer.MAX_VALUE}) {
            for (int position : new int[] {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -1, Integer.MAX_VALUE}) {
                int source = mode.source(position, extent);
                assertEquals(Math.clamp(source, 0, extent - 1), source,
                        Arrays.asList(mode, position, extent).toString());
            }
        }
    }
}
