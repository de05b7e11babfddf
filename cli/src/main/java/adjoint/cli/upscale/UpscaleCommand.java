package adjoint.cli.upscale;

import adjoint.cli.Limits;
import adjoint.cli.Primer;
import adjoint.cli.Threads;
import adjoint.cli.file.InputFile;
import adjoint.cli.file.OutputFile;
import adjoint.cli.picture.Photo;
import adjoint.cli.terminal.ProgressBar;
import adjoint.onnx.Options;
import adjoint.parallel.Team;
import adjoint.spi.Backends;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adjoint upscale}: checks what was asked for, reads, computes while writing, reports. */
@Command(name = "upscale", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true, header = "Enlarge a photo to twice its size by a neural network, or up to 4 times by interpolation.", descriptionHeading = "%n", description = {
    "The network (waifu2x, which comes along) has learned what the pixels in between look like: edges stay sharp. It is computed"
            + " tile by tile, so that memory hardly grows with the photo.",
    ""}, footerHeading = "%nGood to know:%n", footer = {
        "- With --method no network is used: every pixel is spread over its surroundings with a fixed filter (a depthwise"
                + " transposed convolution whose stride is the factor). That takes milliseconds.",
        "- Opacity is always interpolated. Beyond its edges a picture goes on with its outermost pixels.",
        "- cunet averages over a whole tile; its tiles differ a little from the untiled result.",
        "- Pictures are read as 8-bit grey or sRGB: 16-bit samples are rounded to 8 bits,"
                + " a JPEG's colour profile is applied, a PNG's is ignored. A photo"
                + " that the camera marked as turned (Exif) is turned upright.",
        "- The result is always a PNG, without metadata. It may have at most 400 million pixels; larger ones are refused.",
        "", "Examples:", "  adjoint upscale photo.jpg                      writes photo-2x.png",
        "  adjoint upscale photo.jpg --compare            shows what the network makes better",
        "  adjoint upscale logo.png --method bicubic --factor 4 -o big.png"})
public final class UpscaleCommand implements Callable<Integer> {

    private static final long MAX_PIXELS = 400_000_000;
    private static final int SMALLEST_FACTOR = 2;
    private static final int LARGEST_FACTOR = 4;
    private static final int SMALLEST_TILE = 16;
    private static final int LARGEST_TILE = 4096;
    private static final String DEFAULT_MODEL = "upconv7";

    @Spec
    private CommandSpec spec;

    @Mixin
    private Threads threads;

    private Path photo;
    private String model;
    private Method method;
    private int factor = SMALLEST_FACTOR;
    private int tile;
    private Path output;

    @Option(names = "--compare", order = 6, description = "Write a comparison: the left half enlarged by bicubic interpolation, the right half by the network.")
    private boolean compare;

    /** For picocli, which fills it in. */
    public UpscaleCommand() {
    }

    @Parameters(paramLabel = "PHOTO", description = "The PNG or JPEG file to enlarge. It is only read.")
    void photo(Path file) {
        photo = file;
    }

    @Option(names = {"-o",
        "--output"}, order = 1, paramLabel = "OUT.png", description = "The PNG file to write, replacing an old one; without it, PHOTO's name with -2x (-3x, -4x, -2x-compare).")
    void output(Path file) {
        output = file;
    }

    @Option(names = "--model", order = 2, paramLabel = "NAME", description = {
        "upconv7:   waifu2x upconv_7 (default)", "cunet:     waifu2x cunet, finer, takes three times as long",
        "FILE.onnx: any network that makes [1, 3, height, width] larger, R, G, B from 0 to 1"})
    void model(String text) {
        model = text;
    }

    @Option(names = "--method", order = 3, paramLabel = "NAME", description = {
        "No network but interpolation.", "bilinear:  soft; mixes the nearest 2 x 2 pixels",
        "bicubic:   sharper; 4 x 4 pixels",
        "lanczos:   sharpest, with faint halos along hard edges; 6 x 6 pixels"})
    void method(String text) {
        for (Method choice : Method.values()) {
            if (text.equals(choice.word())) {
                method = choice;
                return;
            }
        }
        throw usage("--method=" + text + ": must be bilinear, bicubic or lanczos");
    }

    @Option(names = "--factor", order = 4, paramLabel = "2|3|4", description = "How many times wider and higher, with --method (default: 2).")
    void factor(String text) {
        for (int choice = SMALLEST_FACTOR; choice <= LARGEST_FACTOR; choice++) {
            if (text.equals(Integer.toString(choice))) {
                factor = choice;
                return;
            }
        }
        throw usage("--factor=" + text + ": must be 2, 3 or 4");
    }

    @Option(names = "--tile", order = 5, defaultValue = ""
            + SuperResolution.TILE, paramLabel = "N", description = "Pixels of the photo along each side of a tile at most: more need more memory (default: ${DEFAULT-VALUE}).")
    void tile(int side) {
        Limits.require(spec, "--tile", side, SMALLEST_TILE, LARGEST_TILE);
        tile = side;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        requireConsistent();
        InputFile.require(photo);
        try (Team team = threads.team()) {
            if (method == null) {
                Primer.start();
                try (UpscalingNetwork network = UpscalingNetwork.named(model == null ? DEFAULT_MODEL : model,
                        Options.defaults().workers(team))) {
                    enlarge(network, start);
                }
            } else {
                OutputFile target = target(factor);
                Photo small = readPhoto(factor);
                Enlargement large = new Interpolation(small, new UpsampleFilter(method, factor), Backends.preferred(),
                        team);
                target.write(large::writePng);
                report(small, large, target, start);
            }
            return 0;
        }
    }

    private void requireConsistent() {
        if (method != null && model != null) {
            throw usage("--model=" + model + ": must not be given with --method, which uses no network");
        }
        if (method != null && spec.commandLine().getParseResult().hasMatchedOption("--tile")) {
            throw usage("--tile=" + tile + ": must not be given with --method, which computes no tiles");
        }
        if (method != null && compare) {
            throw usage("--compare: must not be given with --method: it shows what a network does");
        }
        if (method == null && factor != SMALLEST_FACTOR) {
            throw usage("--factor=" + factor + ": must be given with --method, the network enlarges to twice the size");
        }
    }

    private void enlarge(UpscalingNetwork network, long start) {
        OutputFile target = target(network.factor());
        Photo small = readPhoto(network.factor());
        Enlargement large;
        try (ProgressBar progress = ProgressBar.on(spec.commandLine().getErr())) {
            SuperResolution byNetwork = new SuperResolution(small, network, tile, progress);
            large = compare
                    ? new Comparison(plain(small, network, byNetwork.bandRows()), byNetwork)
                    : byNetwork;
            target.write(large::writePng);
        }
        report(small, large, target, start);
    }

    private static Interpolation plain(Photo small, UpscalingNetwork network, int bandRows) {
        return new Interpolation(small, new UpsampleFilter(Method.BICUBIC, network.factor()), Backends.preferred(),
                network.workers(), bandRows);
    }

    private Photo readPhoto(int times) {
        return Photo.require(photo, MAX_PIXELS / (times * times));
    }

    private OutputFile target(int times) {
        String name = photo.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        Path file = output != null
                ? output
                : photo.resolveSibling(stem + "-" + times + (compare ? "x-compare.png" : "x.png"));
        return new OutputFile(file).require(List.of(".png"), List.of(photo));
    }

    private void report(Photo small, Enlargement large, OutputFile target, long start) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s %dx%d -> %s %dx%d%n", photo, small.width(), small.height(), target, large.width(),
                large.height());
        out.println(large.summary());
        out.printf(Locale.ROOT, "with reading and writing: %.2f s%n", (System.nanoTime() - start) * 1e-9);
        out.flush();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
