package adjoint.cli;

import adjoint.cli.picture.Noise;
import adjoint.models.TrainedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/**
 * Does what users do, on small pictures in a folder of its own, and says nothing. The launcher lets it run once, and has the VM keep
 * the classes that it loaded in an archive.
 */
public final class Rehearsal {

    private static final int SIDE = 64;

    private Rehearsal() {}

    /**
     * Runs the commands.
     *
     * @param args folders of recorded cases to check
     * @throws IOException if the temporary folder cannot be written
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("adjoint-rehearsal");
        try {
            Path png = folder.resolve("in.png");
            Path jpeg = folder.resolve("in.jpg");
            Path model = folder.resolve("model.onnx");
            Path output = folder.resolve("out.png");
            Files.write(png, Noise.file("png", SIDE));
            Files.write(jpeg, Noise.file("jpeg", SIDE));
            Files.write(model, TrainedModel.WAIFU2X_UPCONV7.bytes());
            run("upscale", png, "-o", output);
            run("upscale", jpeg, "-o", output, "--method", "lanczos");
            run("find-text", png, "-o", output);
            run("inspect", model);
            run("run", model, "--input", png, "--output", output, "--profile");
            run("explain", "deconv", "--input", "2x2", "--kernel", "2x2", "--stride", "2", "--html",
                    folder.resolve("page.html"));
            for (String cases : args) {
                run("check", "--max-macs", "1000", cases);
            }
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void run(Object... words) {
        PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream());
        CommandLine command = Main.commandLine().setOut(nowhere).setErr(nowhere);
        int status = command.execute(List.of(words).stream().map(Object::toString).toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException("status=" + status + ": must be 0 for " + List.of(words));
        }
    }
}
