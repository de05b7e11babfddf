package adjoint.bench.run;

import adjoint.bench.subject.NetworkSubject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A program that reads a picture, doubles its size by waifu2x upconv_7 and writes it, in a process of its own.
 *
 * @param name    which library computes
 * @param command what is started for a file to read and a file to write
 */
record Program(String name, BiFunction<Path, Path, List<String>> command) {

    /** Both in the same JDK. */
    private static final Map<String, String> ENVIRONMENT = Map.of("JAVA_HOME", JavaProcess.javaHome().toString());

    /**
     * Adjoint's.
     *
     * @param launcher what its users start
     */
    static Program own(Path launcher, int threads) {
        return new Program(NetworkSubject.OWN,
                (from, to) -> List.of(launcher.toString(), "upscale", from.toString(), "-o",
                        to.toString(), "--threads", "" + threads));
    }

    /**
     * The same with ONNX Runtime.
     *
     * @param model the network's file
     */
    static Program onnxRuntime(Peers peers, Path model, int threads) {
        return new Program(Peers.NETWORKS,
                (from, to) -> JavaProcess.command(List.of("--enable-native-access=ALL-UNNAMED"),
                        peers.networksClassPath(), Peers.UPSCALE,
                        List.of(model.toString(), from.toString(), to.toString(), "" + threads)));
    }

    /** Runs it and tells how long that took, in ms, from the start of the process to its end. */
    double millis(Path from, Path to) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (JavaProcess process = start(from, to)) {
            process.awaitEnd();
            return (System.nanoTime() - start) * 1e-6;
        }
    }

    /** Runs it and tells how much memory it held at most, in MB; NaN if the system does not tell. */
    double peakMegabytes(Path from, Path to) throws IOException, InterruptedException {
        try (JavaProcess process = start(from, to)) {
            return process.awaitPeakMegabytes();
        }
    }

    private JavaProcess start(Path from, Path to) throws IOException {
        return new JavaProcess(command.apply(from, to), ENVIRONMENT);
    }
}
