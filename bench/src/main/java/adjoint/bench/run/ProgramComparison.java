package adjoint.bench.run;

import adjoint.models.TrainedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Measures whole programs, from the start of the process to the written picture: Adjoint's and, where wanted, the same with ONNX
 * Runtime. They take turns.
 *
 * @param launcher what users of Adjoint's program start
 * @param threads  threads of each
 * @param peers    the native libraries, or empty to measure Adjoint alone
 */
public record ProgramComparison(Path launcher, int threads, Optional<Peers> peers) {

    /** Roundings of sums in another order. */
    private static final int TOLERANCE = 1;

    /**
     * Measures one picture: a run of each to compare what they write, then those that are timed, then one for the memory.
     *
     * @param photo    the file
     * @param runs     how often it is timed
     * @param progress is told of what it found
     */
    public List<ProgramMeasurement> run(Path photo, int runs, Consumer<String> progress)
            throws IOException, InterruptedException {
        BufferedImage image = ImageIO.read(photo.toFile());
        String picture = image.getWidth() + "x" + image.getHeight();
        List<ProgramMeasurement> rows = new ArrayList<>();
        try (ScratchFolder scratch = new ScratchFolder()) {
            List<Entry> entries = programs(scratch.path()).stream()
                    .map(program -> new Entry(program, photo, scratch.path().resolve(program.name() + ".png")))
                    .toList();
            for (Entry entry : entries) {
                entry.compare(entries.getFirst());
            }
            for (int run = 0; run < runs; run++) {
                for (Entry entry : entries) {
                    entry.time();
                }
            }
            for (Entry entry : entries) {
                entry.weigh();
                rows.add(entry.measurement(picture));
            }
        }
        progress.accept("program, " + picture + ": "
                + rows.stream().map(ProgramMeasurement::summary).collect(Collectors.joining(", ")));
        return rows;
    }

    private List<Program> programs(Path folder) throws IOException {
        Path model = Files.write(folder.resolve("model.onnx"), TrainedModel.WAIFU2X_UPCONV7.bytes());
        return Stream.concat(Stream.of(Program.own(launcher, threads)),
                peers.stream().map(libraries -> Program.onnxRuntime(libraries, model, threads))).toList();
    }

    /** How far samples of two pictures are apart at most. */
    static int difference(BufferedImage one, BufferedImage other) {
        if (one.getWidth() != other.getWidth() || one.getHeight() != other.getHeight()) {
            throw new IllegalStateException("the picture has " + one.getWidth() + "x" + one.getHeight()
                    + " pixels, Adjoint's " + other.getWidth() + "x" + other.getHeight());
        }
        int most = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                int rgb = one.getRGB(x, y);
                int otherRgb = other.getRGB(x, y);
                for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                    most = Math.max(most, Math.abs((rgb >> shift & 0xff) - (otherRgb >> shift & 0xff)));
                }
            }
        }
        return most;
    }

    /** A program in the running, which takes no further part once it failed. */
    private static final class Entry {

        private final Program program;
        private final Path photo;
        private final Path written;
        private final List<Double> millis = new ArrayList<>();
        private double peakMegabytes = Double.NaN;
        private int difference;
        private String failure = "";

        Entry(Program program, Path photo, Path written) {
            this.program = program;
            this.photo = photo;
            this.written = written;
        }

        void compare(Entry own) throws InterruptedException {
            attempt(() -> {
                if (!own.failure.isEmpty()) {
                    throw new IllegalStateException("not compared: Adjoint failed");
                }
                program.millis(photo, written);
                difference = difference(ImageIO.read(written.toFile()), ImageIO.read(own.written.toFile()));
                if (difference > TOLERANCE) {
                    throw new IllegalStateException("a sample is " + difference + " from Adjoint's");
                }
            });
        }

        void time() throws InterruptedException {
            attempt(() -> millis.add(program.millis(photo, written)));
        }

        void weigh() throws InterruptedException {
            attempt(() -> peakMegabytes = program.peakMegabytes(photo, written));
        }

        ProgramMeasurement measurement(String picture) {
            return new ProgramMeasurement(program.name(), picture, millis, peakMegabytes, difference, failure);
        }

        private void attempt(Attempt attempt) throws InterruptedException {
            if (failure.isEmpty()) {
                try {
                    attempt.run();
                } catch (IOException | IllegalStateException e) {
                    failure = e.getMessage();
                }
            }
        }
    }

    private interface Attempt {
        void run() throws IOException, InterruptedException;
    }
}
