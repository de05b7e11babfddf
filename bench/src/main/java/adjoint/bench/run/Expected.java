package adjoint.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The output that all subjects have to agree on: Adjoint's own, which it has compared with the formula, left in files for the
 * other processes.
 *
 * @param output     the numbers in NCHW order
 * @param magnitudes for each of them, the sum of the magnitudes of its products
 */
record Expected(float[] output, float[] magnitudes) {

    /** Rounding error of one product and one sum, relative to the magnitudes: twice half a unit in the last place. */
    static final double ROUNDING = 0x1p-23;

    static boolean isThere(Path folder, int number) {
        return Files.exists(magnitudes(folder, number));
    }

    static Expected read(Path folder, int number) throws IOException {
        return new Expected(FloatFile.read(output(folder, number)), FloatFile.read(magnitudes(folder, number)));
    }

    void write(Path folder, int number) throws IOException {
        FloatFile.write(output(folder, number), output);
        FloatFile.write(magnitudes(folder, number), magnitudes);
    }

    static void delete(Path folder, int number) throws IOException {
        Files.deleteIfExists(output(folder, number));
        Files.deleteIfExists(magnitudes(folder, number));
    }

    /**
     * Compares.
     *
     * @param actual   the numbers to check, in NCHW order
     * @param products how many products an element sums at most
     * @throws AssertionError if one is further off than so many roundings in any order can bring it
     */
    void check(float[] actual, int products) {
        if (actual.length != output.length) {
            throw new AssertionError("the output has " + actual.length + " elements, not " + output.length);
        }
        for (int at = 0; at < actual.length; at++) {
            double bound = products * ROUNDING * magnitudes[at];
            if (!(Math.abs((double) actual[at] - output[at]) <= bound)) {
                throw new AssertionError(
                        "element " + at + " is " + actual[at] + ", not " + output[at] + " within " + bound);
            }
        }
    }

    private static Path output(Path folder, int number) {
        return folder.resolve(number + ".output");
    }

    private static Path magnitudes(Path folder, int number) {
        return folder.resolve(number + ".magnitudes");
    }
}
