package adjoint.bench.run;

import java.util.stream.DoubleStream;

/** The middle of numbers. */
final class Medians {

    private Medians() {
    }

    /** The one in the middle; of an even number of them, the larger of the two. */
    static double of(DoubleStream numbers) {
        double[] sorted = numbers.sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
