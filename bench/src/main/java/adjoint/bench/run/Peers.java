package adjoint.bench.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The native libraries: where they are, and how their processes are set up.
 *
 * @param classPath the module of the peers and what it needs
 * @param cache     where the libraries unpack what they load
 */
public record Peers(String classPath, Path cache) {

    /** One process each: their versions of common native libraries cannot share one. */
    static final List<String> NAMES = List.of("onnxruntime", "onednn", "pytorch", "tensorflow");

    /** The one that runs whole networks. */
    public static final String NETWORKS = "onnxruntime";

    /** Its program that enlarges a picture. */
    static final String UPSCALE = "adjoint.bench.peer.OnnxRuntimeUpscale";

    /** How long threads may spin after a run, in ms: longer than the gap between runs, and over before the next subject's turn. */
    private static final int SPIN_MILLIS = 20;

    /** The pause before the next subject's turn, in ms. */
    static final int PAUSE_MILLIS = 2 * SPIN_MILLIS;

    /**
     * The peers as the build leaves them.
     *
     * @param target the build folder of their module
     */
    public static Peers in(Path target) throws IOException {
        String libraries = Files.readString(target.resolve("classpath.txt")).strip();
        return new Peers(target.resolve("app") + File.separator + "*" + File.pathSeparator + libraries,
                target.resolve("native").toAbsolutePath());
    }

    /** What the program of {@link #NETWORKS} needs and no more: a long class path takes longer to search. */
    String networksClassPath() {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> entry.endsWith("*") || Path.of(entry).getFileName().toString().startsWith(NETWORKS))
                .collect(Collectors.joining(File.pathSeparator));
    }

    List<String> flags() {
        return List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache.resolve("javacpp"), "-Dai.djl.offline=true",
                "-DENGINE_CACHE_DIR=" + cache.resolve("djl"), "-DOPT_OUT_TRACKING=true", "-XX:+UseSerialGC");
    }

    Map<String, String> environment(int threads) {
        return Map.of("OMP_NUM_THREADS", "" + threads,
                "KMP_BLOCKTIME", "" + SPIN_MILLIS,
                "TF_CPP_MIN_LOG_LEVEL", "3",
                "OPT_OUT_TRACKING", "true",
                "DJL_CACHE_DIR", cache.resolve("djl").toString(),
                // Keep large outputs in the process: glibc would give them back, and each run would pay page faults.
                "MALLOC_MMAP_THRESHOLD_", "" + (1L << 30),
                "MALLOC_TRIM_THRESHOLD_", "" + (1L << 32),
                "MALLOC_TOP_PAD_", "" + (1L << 26));
    }
}
