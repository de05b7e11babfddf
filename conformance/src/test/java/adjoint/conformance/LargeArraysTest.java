package adjoint.conformance;

import adjoint.Convolution;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import adjoint.spi.Backends;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** Tensors somewhere in arrays so large that kernels begin their vectors where cache lines begin: equal to the reference, and nothing else is written. */
class LargeArraysTest {

    private static final int FLOATS = 1 << 18;

    @ParameterizedTest
    @ValueSource(strings = {"n2_g48_c48_o48_x13x11_k3x3_s1x1_p1x1:1x1_lnhwc",
        "n2_g64_c64_o64_x12x13_k3x3_s2x2_p1x1:0x1_lnhwc",
        "n1_g48_c48_o48_x9x10_k5x5_s1x1_p2x2:2x2_lnhwc", "n2_g48_c48_o48_x13x14_k5x5_s2x2_p2x2:2x2_lnhwc",
        "n2_g64_c64_o64_x12x14_k4x4_s2x2_p1x1:1x1_lnhwc", "n1_g48_c48_o48_x7x8_k2x2_s1x1_p1x1:0x0_lnhwc",
        "n2_g24_c48_o48_x9x8_k3x3_s1x1_p1x1:1x1_lnhwc", "n1_g16_c64_o64_x9x8_k3x3_s1x1_p1x1:1x1_lnhwc",
        "n1_g8_c64_o64_x9x8_k3x3_s1x1_p1x1:1x1_lnhwc", "n1_g50_c50_o50_x9x8_k3x3_s1x1_p1x1:1x1_lnhwc"})
    void bothOperatorsEqualTheReference(String word) {
        Problem problem = ConvCase.parse(word).problem();
        Geometry geometry = problem.geometry();
        Tensors tensors = Tensors.integers(problem, 1);
        Floats filter = Floats.of(tensors.w());
        float[] x = tensors.x();
        float[] y = tensors.y();
        Epilogue ofY = relu(y, geometry.yChannels());
        Epilogue ofX = relu(x, geometry.xChannels());
        var reference = Backends.named("reference");
        float[] expectedY = new float[y.length];
        float[] expectedX = new float[x.length];
        Convolution.plan(problem, filter, ofY, reference).run(x, expectedY);
        TransposedConvolution.plan(problem, filter, ofX, reference).run(y, expectedX);
        try (Team workers = Workers.team(2)) {
            var simd = Backends.named("simd");
            var convolution = Convolution.plan(problem, filter, ofY, simd, workers);
            var transposed = TransposedConvolution.plan(problem, filter, ofX, simd, workers);
            for (int offset : new int[] {0, 12, 16, 20}) {
                for (boolean atEnd : new boolean[] {false, true}) {
                    assertRun(expectedY, x, offset, atEnd, convolution::run);
                    assertRun(expectedX, y, offset, atEnd, transposed::run);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Running {
        void run(Floats in, Floats out);
    }

    private static void assertRun(float[] expected, float[] input, int offset, boolean atEnd, Running plan) {
        float[] in = new float[FLOATS];
        Arrays.fill(in, Float.NaN);
        int inAt = atEnd ? FLOATS - input.length - offset : offset;
        System.arraycopy(input, 0, in, inAt, input.length);
        float[] out = new float[FLOATS];
        Arrays.fill(out, Float.NaN);
        float[] expectedOut = out.clone();
        int outAt = atEnd ? FLOATS - expected.length - offset : offset;
        System.arraycopy(expected, 0, expectedOut, outAt, expected.length);
        plan.run(Floats.of(in, inAt, input.length), Floats.of(out, outAt, expected.length));
        assertArrayEquals(expectedOut, out, "input at %d, output at %d".formatted(inAt, outAt));
    }

    private static Epilogue relu(float[] values, int channels) {
        return Epilogue.NONE.withBias(Arrays.copyOf(values, channels)).withActivation(Activation.RELU);
    }
}
