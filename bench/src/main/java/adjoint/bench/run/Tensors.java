package adjoint.bench.run;

import adjoint.bench.cases.BenchCase;
import java.util.SplittableRandom;

/**
 * The numbers that every subject computes with: between -1 and 1, so that none becomes denormal, and the same in every process.
 *
 * @param input  the input in NCHW order
 * @param filter the filter
 */
record Tensors(float[] input, float[] filter) {

    static Tensors of(BenchCase layer) {
        SplittableRandom random = new SplittableRandom(layer.id().hashCode());
        return new Tensors(random(layer.inputElements(), random), random(layer.geometry().filterElements(), random));
    }

    /** The magnitudes. */
    Tensors abs() {
        return new Tensors(abs(input), abs(filter));
    }

    private static float[] random(int size, SplittableRandom random) {
        float[] values = new float[size];
        for (int at = 0; at < size; at++) {
            values[at] = 2 * random.nextFloat() - 1;
        }
        return values;
    }

    private static float[] abs(float[] values) {
        float[] magnitudes = new float[values.length];
        for (int at = 0; at < values.length; at++) {
            magnitudes[at] = Math.abs(values[at]);
        }
        return magnitudes;
    }
}
