package adjoint.cli.upscale;

import adjoint.cli.UserError;
import adjoint.spi.Backend;
import adjoint.spi.Backends;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adjoint upscale}: checks what was asked for, reads, computes while writing, reports. */
@Command(name = "upscale", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true, header = "Enlarge a photo 2, 3 or 4 times by one transposed convolution.", descriptionHeading = "%n", description = {
    "Every pixel is spread over its surroundings with a fixed filter, each colour channel for itself"
            + " (a depthwise transposed convolution whose stride is the factor); the sums are the pixels of the"
            + " large picture. Prints the sizes, the time and the GFLOP/s of this one run, in which Java still compiles the code.",
    ""}, footerHeading = "%nGood to know:%n", footer = {
        "- Colours are interpolated as they are stored (sRGB values), as most image editors do; transparent"
                + " pictures with the colours weighted by opacity. Beyond its edges the picture goes on with its"
                + " outermost pixels.",
        "- Pictures are read as 8-bit grey or sRGB: 16-bit samples are rounded to 8 bits,"
                + " a colour profile is converted from if it is in a JPEG and ignored if it is in a PNG. A photo"
                + " that the camera marked as turned (Exif) is turned upright.",
        "- The result is always a PNG, without metadata. It may have 400 million pixels; larger ones are refused.",
        "", "Examples:", "  adjoint upscale photo.jpg --factor 2                    writes photo-2x.png",
        "  adjoint upscale logo.png --factor 4 --method bicubic -o big.png"})
public final class UpscaleCommand implements Callable<Integer> {

    private static final long MAX_PIXELS = 400_000_000;
    private static final int SMALLEST_FACTOR = 2;
    private static final int LARGEST_FACTOR = 4;

    @Spec
    private CommandSpec spec;

    private Path photo;
    private int factor;
    private Method method;
    private Path output;

    /** For picocli, which fills it in. */
    public UpscaleCommand() {
    }

    @Parameters(paramLabel = "PHOTO", description = "The PNG or JPEG file to enlarge. It is only read.")
    void photo(Path file) {
        photo = file;
    }

    @Option(names = "--factor", order = 1, required = true, paramLabel = "2|3|4", description = "How many times wider and higher.")
    void factor(String text) {
        for (int choice = SMALLEST_FACTOR; choice <= LARGEST_FACTOR; choice++) {
            if (text.equals(Integer.toString(choice))) {
                factor = choice;
                return;
            }
        }
        throw new ParameterException(spec.commandLine(), "--factor=" + text + ": must be 2, 3 or 4");
    }

    @Option(names = "--method", order = 2, defaultValue = "lanczos", paramLabel = "NAME", description = {
        "bilinear: soft; mixes the nearest 2 x 2 pixels", "bicubic:  sharper; 4 x 4 pixels",
        "lanczos:  sharpest, with faint halos along hard edges; 6 x 6 pixels (default)"})
    void method(String text) {
        for (Method choice : Method.values()) {
            if (text.equals(nameOf(choice))) {
                method = choice;
                return;
            }
        }
        throw new ParameterException(spec.commandLine(), "--method=" + text + ": must be bilinear, bicubic or lanczos");
    }

    @Option(names = {"-o",
        "--output"}, order = 3, paramLabel = "OUT.png", description = "The PNG file to write, replacing an old one; without it, PHOTO's name with -2x, -3x or -4x.")
    void output(Path file) {
        output = file;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        requireReadable();
        Path target = output == null ? besidePhoto() : output;
        requireWritable(target);
        try {
            Backend backend = Backends.preferred();
            Photo small = readPhoto();
            Upscaler upscaler = new Upscaler(small, new UpsampleFilter(method, factor), backend);
            writePng(upscaler, target);
            report(small, upscaler, target, backend, System.nanoTime() - start);
            return 0;
        } catch (OutOfMemoryError e) {
            throw new UserError(
                    photo + ": needs more memory than Java was given (" + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MB); ADJOINT_JAVA_OPTS=-Xmx8g gives it 8 GB");
        }
    }

    private Photo readPhoto() {
        try {
            return Photo.read(photo, MAX_PIXELS / (factor * factor));
        } catch (IOException e) {
            throw new UserError(photo + ": " + e.getMessage());
        }
    }

    private void requireReadable() {
        if (!Files.exists(photo)) {
            throw new UserError(photo + ": does not exist");
        }
        if (!Files.isRegularFile(photo)) {
            throw new UserError(photo + ": is not a file");
        }
        if (!Files.isReadable(photo)) {
            throw new UserError(photo + ": must be readable");
        }
    }

    private Path besidePhoto() {
        String name = photo.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return photo.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "-" + factor + "x.png");
    }

    private void requireWritable(Path target) {
        Path folder = folderOf(target);
        if (!target.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new UserError(target + ": must end in .png, the format that is written");
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError(target + ": the folder " + folder + " does not exist");
        }
        if (!Files.isWritable(folder)) {
            throw new UserError(target + ": the folder " + folder + " must be writable");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new UserError(target + ": is there and not a file");
        }
        try {
            if (Files.exists(target) && Files.isSameFile(photo, target)) {
                throw new UserError(target + ": must not be the photo itself");
            }
        } catch (IOException e) {
            throw new UserError(target + ": cannot be told from the photo (" + reason(e) + ")");
        }
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().getParent();
    }

    /** Under another name first, so that nobody ever sees half a picture under this one. */
    private void writePng(Upscaler large, Path target) {
        Path unfinished = folderOf(target)
                .resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".unfinished");
        // Also when the user interrupts.
        unfinished.toFile().deleteOnExit();
        try {
            try (OutputStream file = Files.newOutputStream(unfinished);
                    OutputStream out = new BufferedOutputStream(file);
                    PngWriter png = new PngWriter(out, large.width(), large.height(), large.channels())) {
                for (int band = 0; band < large.bands(); band++) {
                    png.rows(large.eightBitBand(band));
                }
                png.finish();
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UserError(target + ": could not be written (" + reason(e) + ")");
        } finally {
            unfinished.toFile().delete();
        }
    }

    /** The message of a file system's exception is mostly the name of the file, which is not what went wrong. */
    private static String reason(IOException thrown) {
        if (thrown instanceof FileSystemException e) {
            return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        }
        return thrown.getMessage();
    }

    private void report(Photo small, Upscaler large, Path target, Backend backend, long totalNanos) {
        UpsampleFilter filter = new UpsampleFilter(method, factor);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s %dx%d -> %s %dx%d%n", photo, small.width(), small.height(), target, large.width(),
                large.height());
        out.printf(Locale.ROOT,
                "transposed convolution (%s, %dx%d taps, stride %d): %.3f s, %.2f GFLOP/s on the %s backend%n",
                nameOf(method), filter.size(), filter.size(), factor, large.timeNanos() * 1e-9,
                2.0 * large.multiplyAdds() / Math.max(1, large.timeNanos()), backend.name());
        out.printf(Locale.ROOT, "with reading and writing: %.2f s%n", totalNanos * 1e-9);
        out.flush();
    }

    private static String nameOf(Method method) {
        return method.name().toLowerCase(Locale.ROOT);
    }
}
