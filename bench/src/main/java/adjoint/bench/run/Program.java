package adjoint.bench.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A program that reads a picture, doubles its size by waifu2x upconv_7 and writes it, in a process of its own.
 *
 * @param name      which library computes
 * @param flags     of the VM
 * @param classPath its class path
 * @param main      name of its main class
 * @param arguments what it is told, of the file to read and the file to write
 */
record Program(String name, List<String> flags, String classPath, String main,
        BiFunction<Path, Path, List<String>> arguments) {

    /**
     * Adjoint's program, started as this VM was.
     *
     * @param main the class that understands {@code upscale}
     */
    static Program own(Class<?> main, int threads) {
        return new Program("adjoint", JavaProcess.ownFlags(), JavaProcess.classPath(), main.getName(),
                (from, to) -> List.of("upscale", from.toString(), "-o", to.toString(), "--threads", "" + threads));
    }

    /**
     * The same with ONNX Runtime.
     *
     * @param model the network's file
     */
    static Program onnxRuntime(Peers peers, Path model, int threads) {
        return new Program(Peers.NETWORKS, List.of("--enable-native-access=ALL-UNNAMED"),
                peers.networksClassPath(), Peers.UPSCALE,
                (from, to) -> List.of(model.toString(), from.toString(), to.toString(), "" + threads));
    }

    /** Runs it and tells how long that took, in ms, from the start of the process to its end. */
    double millis(Path from, Path to) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (JavaProcess process = new JavaProcess(flags, classPath, Map.of(), main, arguments.apply(from, to))) {
            process.awaitEnd();
            return (System.nanoTime() - start) * 1e-6;
        }
    }

    /** Runs it and tells how much memory it held at most, in MB; NaN if the system does not tell. */
    double peakMegabytes(Path from, Path to) throws IOException, InterruptedException {
        List<String> all = Stream.concat(Stream.of(main), arguments.apply(from, to).stream()).toList();
        try (JavaProcess process = new JavaProcess(flags, classPath + File.pathSeparator + JavaProcess.classPath(),
                Map.of(), PeakMemory.class.getName(), all)) {
            return PeakMemory.in(process.awaitEnd());
        }
    }
}
