package adjoint.cli.text;

import adjoint.cli.Primer;
import adjoint.cli.Threads;
import adjoint.cli.file.InputFile;
import adjoint.cli.file.ModelFile;
import adjoint.cli.file.OutputFile;
import adjoint.cli.picture.OnWhite;
import adjoint.cli.picture.Photo;
import adjoint.cli.picture.PngWriter;
import adjoint.cli.text.Frame.Point;
import adjoint.models.TrainedModel;
import adjoint.onnx.Model;
import adjoint.onnx.Options;
import adjoint.parallel.Team;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import static adjoint.cli.picture.Picture.COLOURS;

/** {@code adjoint find-text}: reads a picture, runs the network, lists and draws what it finds. */
@Command(name = "find-text", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true, header = "Find the lines of text in a photo or scan.", descriptionHeading = "%n", description = {
    "A neural network (PP-OCRv4 detection, which comes along) tells for each pixel whether it lies in the middle of text; pixels"
            + " that touch are a line. Finds text of any script; does not read it.",
    ""}, footerHeading = "%nGood to know:%n", footer = {
        "- Boxes are upright: left, top, right, bottom, in pixels that belong to them. Frames are drawn, and corners told, at the"
                + " angle at which the text lies.",
        "- Letters should be about 10 to 100 pixels high. What is transparent is taken as white.",
        "- Pictures may have at most 16 million pixels; larger ones are refused.", "", "Examples:",
        "  adjoint find-text page.png -o boxes.png     draws a frame around each line",
        "  adjoint find-text page.jpg --json > lines.json"})
public final class FindTextCommand implements Callable<Integer> {

    private static final long MAX_PIXELS = 16_000_000;
    private static final byte[] FRAME = {(byte) 0xd9, 0x2d, 0x20};

    @Spec
    private CommandSpec spec;

    @Mixin
    private Threads threads;

    @Parameters(paramLabel = "PICTURE", description = "The PNG or JPEG file to look at. It is only read.")
    private Path picture;

    @Option(names = {"-o",
        "--output"}, order = 1, paramLabel = "OUT.png", description = "Draw the picture with a frame around each line of text, replacing an old file.")
    private Path output;

    @Option(names = "--json", order = 2, description = "Print JSON: of each line its box, the corners of its frame, the core that the network saw, the number of its pixels, and their mean probability.")
    private boolean json;

    @Option(names = "--model", order = 3, paramLabel = "FILE.onnx", description = "Another network of the kind of PP-OCR's detection.")
    private Path model;

    /** For picocli, which fills it in. */
    public FindTextCommand() {
    }

    @Override
    public Integer call() {
        InputFile.require(picture);
        OutputFile target = output == null ? null : new OutputFile(output).require(List.of(".png"), List.of(picture));
        Primer.start();
        Photo photo = Photo.require(picture, MAX_PIXELS);
        List<TextLine> lines;
        long timeNanos;
        try (Team team = threads.team(); Model network = load(Options.defaults().workers(team))) {
            long start = System.nanoTime();
            lines = new TextDetector(network).find(photo);
            timeNanos = System.nanoTime() - start;
        }
        if (target != null) {
            draw(photo, lines, target);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(photo, lines));
        } else {
            lines.forEach(line -> out.printf(Locale.ROOT, "%s  (%.0f %%)%n", line.box(), 100 * line.score()));
            out.printf(Locale.ROOT, "%s %dx%d: %d %s of text in %.2f s%s%n", picture, photo.width(), photo.height(),
                    lines.size(), lines.size() == 1 ? "line" : "lines", timeNanos * 1e-9,
                    target == null ? "" : ", drawn in " + target);
        }
        out.flush();
        return 0;
    }

    private Model load(Options options) {
        return model == null
                ? Model.load(TrainedModel.PPOCR_V4_DETECTION.bytes(), options)
                : ModelFile.load(model, options);
    }

    private static String json(Photo photo, List<TextLine> lines) {
        return lines.stream().map(line -> "  " + line.json()).collect(Collectors.joining(",\n",
                "{\"width\": " + photo.width() + ", \"height\": " + photo.height() + ", \"lines\": [\n", "\n]}"));
    }

    private static void draw(Photo photo, List<TextLine> lines, OutputFile target) {
        int width = photo.width();
        byte[] pixels = new byte[width * photo.height() * COLOURS];
        float[] row = new float[width * COLOURS];
        for (int y = 0; y < photo.height(); y++) {
            OnWhite.row(photo, y, row);
            for (int at = 0; at < row.length; at++) {
                pixels[y * row.length + at] = (byte) Math.round(row[at]);
            }
        }
        lines.forEach(line -> draw(line.frame(), pixels, width));
        target.write(out -> {
            PngWriter png = new PngWriter(out, width, photo.height(), COLOURS);
            png.rows(pixels);
            png.finish();
        });
    }

    private static void draw(Frame frame, byte[] pixels, int width) {
        for (int i = 0; i < frame.corners().size(); i++) {
            Point from = frame.corners().get(i);
            Point to = frame.corners().get((i + 1) % frame.corners().size());
            int steps = (int) Math.ceil(Math.max(Math.abs(to.x() - from.x()), Math.abs(to.y() - from.y())));
            for (int step = 0; step <= steps; step++) {
                double part = (double) step / Math.max(1, steps);
                long x = Math.round(from.x() + part * (to.x() - from.x()));
                long y = Math.round(from.y() + part * (to.y() - from.y()));
                long at = (y * width + x) * COLOURS;
                if (x >= 0 && x < width && at >= 0 && at < pixels.length) {
                    System.arraycopy(FRAME, 0, pixels, (int) at, COLOURS);
                }
            }
        }
    }
}
