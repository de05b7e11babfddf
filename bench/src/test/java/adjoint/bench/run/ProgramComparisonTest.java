package adjoint.bench.run;

import adjoint.bench.cases.TestPicture;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProgramComparisonTest {

    @TempDir
    private Path folder;

    /** A program that understands {@code upscale FROM -o TO --threads N}. */
    private Path program(String body) throws IOException {
        Path file = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    @Test
    void aProgramIsTimedAndItsMemoryIsTold() throws Exception {
        Path photo = new TestPicture(5, 4).write(folder.resolve("photo.png"));
        ProgramMeasurement row = new ProgramComparison(program("""
                [ "$1 $3 $5 $6" = "upscale -o --threads 2" ] && cp "$2" "$4" && sleep 0.2"""), 2, Optional.empty())
                .run(photo, 2, line -> {
                }).getFirst();
        assertEquals("", row.failure());
        assertEquals("adjoint 5x4", row.program() + " " + row.picture());
        assertEquals(2, row.millis().size());
        assertTrue(row.leastMillis() > 0, row::toString);
        assertEquals(Files.isReadable(Path.of("/proc/self/status")), row.peakMegabytes() > 0, row::toString);
    }

    @Test
    void aProgramThatFailsLeavesItsLastWords() throws Exception {
        Path photo = new TestPicture(5, 4).write(folder.resolve("photo.png"));
        ProgramMeasurement row = new ProgramComparison(program("echo not today >&2; exit 3"), 2, Optional.empty())
                .run(photo, 2, line -> {
                }).getFirst();
        assertFalse(row.succeeded());
        assertEquals("the process ended: not today", row.failure());
    }

    @Test
    void withoutAdjointsPictureNothingIsCompared() throws Exception {
        Path photo = new TestPicture(5, 4).write(folder.resolve("photo.png"));
        List<ProgramMeasurement> rows = new ProgramComparison(program("exit 3"), 2,
                Optional.of(new Peers("app/*", folder))).run(photo, 2, line -> {
                });
        assertEquals(List.of("the process ended: without a word", "not compared: Adjoint failed"),
                rows.stream().map(ProgramMeasurement::failure).toList());
    }

    @Test
    void picturesAreComparedSampleBySample() {
        BufferedImage one = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        BufferedImage other = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        assertEquals(0, ProgramComparison.difference(one, other));
        other.setRGB(2, 1, 0x000700);
        one.setRGB(0, 1, 0x030000);
        assertEquals(7, ProgramComparison.difference(one, other));
        assertThrows(IllegalStateException.class, () -> ProgramComparison.difference(one,
                new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB)));
    }

    @Test
    void memoryIsReadFromTheLineOfItsPeak() {
        assertEquals(2.048, JavaProcess
                .peakMegabytes(List.of("VmPeak:\t    9 kB", "VmHWM:\t    2000 kB", "VmRSS:\t  1 kB")).orElseThrow());
        assertTrue(JavaProcess.peakMegabytes(List.of("Name:\tjava", "State:\tZ (zombie)")).isEmpty());
    }

    @Test
    void theProgramOfAPeerHasOnlyWhatItNeedsOnItsClassPath() {
        String separator = File.pathSeparator;
        Peers peers = new Peers(String.join(separator, "app/*", "a/pytorch-1.jar", "b/onnxruntime-1.jar"), folder);
        assertEquals("app/*" + separator + "b/onnxruntime-1.jar", peers.networksClassPath());
    }
}
