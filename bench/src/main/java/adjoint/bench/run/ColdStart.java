package adjoint.bench.run;

import adjoint.ConvSpec;
import adjoint.Convolution;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.geometry.Padding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program of a fresh VM that computes one layer until it is fast: what a command line tool or a first request sees. It does what a
 * user's program does, on the calling thread, and loads nothing else of this module. {@link ColdStartProcess} starts it.
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

    private static final int FAST_RUNS = 5;
    private static final double SPEED = 0.9;
    private static final Duration LIFE = Duration.ofSeconds(3);

    /** Of the clock, since 1970. */
    static long micros(Instant instant) {
        return Duration.between(Instant.EPOCH, instant).toNanos() / 1_000;
    }

    /**
     * Prints the moments of {@link ColdStartProcess.Times} in microseconds of the clock, the first as soon as it is there, then the
     * last number.
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
