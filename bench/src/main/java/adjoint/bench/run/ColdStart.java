package adjoint.bench.run;

import adjoint.ConvSpec;
import adjoint.Convolution;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.geometry.Padding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fresh VM that computes one layer until it is fast: what a command line tool or a first request sees. It does what a user's
 * program does, on the calling thread, and loads nothing else of this module.
 */
public final class ColdStart {

    /** The layers. */
    public enum Layer {
        /** DCGAN's third: transposed, 256 channels 8x8 to 128 channels 16x16. */
        T2 {
            @Override
            Runnable plan() {
                var problem = ConvSpec.of(128, 256, 4, 4).stride(2).padding(Padding.explicit(1, 1)).fromY(1, 8, 8);
                var plan = TransposedConvolution.plan(problem, ones(problem.geometry().filterElements()));
                Floats y = ones(problem.geometry().yElements());
                Floats x = ones(problem.geometry().xElements());
                return () -> plan.run(y, x);
            }
        },
        /** ResNet's 3x3 on 64 channels 56x56. */
        C2 {
            @Override
            Runnable plan() {
                var problem = ConvSpec.of(64, 64, 3, 3).padding(Padding.explicit(1, 1)).fromX(1, 56, 56);
                var plan = Convolution.plan(problem, ones(problem.geometry().filterElements()));
                Floats x = ones(problem.geometry().xElements());
                Floats y = ones(problem.geometry().yElements());
                return () -> plan.run(x, y);
            }
        };

        abstract Runnable plan();

        private static Floats ones(int size) {
            float[] values = new float[size];
            Arrays.fill(values, 1);
            return Floats.of(values);
        }
    }

    /** How the VM is started. */
    public enum Start {
        /** With the flags that the Vector API needs. */
        PLAIN,
        /** With an AOT cache of a run before, and kernels compiled earlier. */
        PREPARED
    }

    /**
     * From the start of the process.
     *
     * @param layer        which layer
     * @param start        how the VM was started
     * @param firstMillis  until the first result
     * @param speedMillis  until the end of the first run of several in a row at 90 % of the speed in the end, or more
     * @param steadyMillis what a run takes in the end
     */
    public record Times(Layer layer, Start start, double firstMillis, double speedMillis, double steadyMillis) {
    }

    private static final int FAST_RUNS = 5;
    private static final double SPEED = 0.9;
    private static final Duration LIFE = Duration.ofSeconds(3);

    private static final List<String> EARLIER = List.of("-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,adjoint.simd.*::*,0.1", "-XX:Tier4BackEdgeThreshold=1000000");

    private final Layer layer;
    private final Start kind;
    private final Instant start = Instant.now();
    private final JavaProcess process;
    private String first;

    private ColdStart(Layer layer, Start kind, List<String> flags) throws IOException {
        this.layer = layer;
        this.kind = kind;
        process = JavaProcess.own(flags, ColdStart.class, layer.name());
    }

    /** Starts a process. */
    public static ColdStart plain(Layer layer) throws IOException {
        return new ColdStart(layer, Start.PLAIN, List.of());
    }

    /** Starts a process with what {@link #writeCache} has written. */
    public static ColdStart prepared(Layer layer, Path cache) throws IOException {
        List<String> flags = new ArrayList<>(EARLIER);
        flags.add("-XX:AOTCache=" + cache);
        return new ColdStart(layer, Start.PREPARED, flags);
    }

    /** Runs a layer for the AOT cache. */
    public static void writeCache(Layer layer, Path cache) throws IOException, InterruptedException {
        try (JavaProcess rehearsal = JavaProcess.own(List.of("-XX:AOTCacheOutput=" + cache), ColdStart.class,
                layer.name())) {
            rehearsal.awaitEnd();
        }
        if (!Files.exists(cache)) {
            throw new IOException(cache + ": the VM has written no AOT cache");
        }
    }

    /** Waits for the first result. */
    public void awaitFirst() throws IOException {
        first = process.receive();
    }

    /** Waits for the end, after {@link #awaitFirst}. */
    public Times awaitEnd() throws IOException {
        String[] rest = process.receive().split(" ");
        process.close();
        return new Times(layer, kind, millis(first), millis(rest[0]), Double.parseDouble(rest[1]));
    }

    private double millis(String micros) {
        return (Long.parseLong(micros) - micros(start)) * 1e-3;
    }

    private static long micros(Instant instant) {
        return Duration.between(Instant.EPOCH, instant).toNanos() / 1_000;
    }

    /**
     * Prints the moments of {@link Times} in microseconds of the clock, the first as soon as it is there, then the last number.
     *
     * @param args the layer
     */
    public static void main(String[] args) {
        Runnable run = Layer.valueOf(args[0]).plan();
        run.run();
        Instant first = Instant.now();
        System.out.println(micros(first));
        Instant last = first;
        List<Instant> ends = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        while (last.isBefore(first.plus(LIFE)) || ends.size() < 2 * FAST_RUNS) {
            run.run();
            Instant now = Instant.now();
            ends.add(now);
            millis.add(Duration.between(last, now).toNanos() * 1e-6);
            last = now;
        }
        double steady = millis.subList(millis.size() / 2, millis.size()).stream().sorted()
                .toList().get(millis.size() / 4);
        int fast = 0;
        int at = 0;
        for (; fast < FAST_RUNS && at < ends.size(); at++) {
            fast = millis.get(at) <= steady / SPEED ? fast + 1 : 0;
        }
        // On a busy machine there may be no such row: then it is the last run.
        System.out.println(micros(ends.get(Math.min(at - fast, ends.size() - 1))) + " " + steady);
    }
}
