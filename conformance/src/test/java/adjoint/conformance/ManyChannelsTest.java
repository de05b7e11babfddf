package adjoint.conformance;

import adjoint.Convolution;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;
import adjoint.spi.Backends;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** Layers with more channels than the generated problems have, so that several panels meet many pixels: equal to the reference. */
class ManyChannelsTest {

    private static final List<String> WORDS = List.of("n1_g1_c64_o50_x9x11_k3x3_s1x1_d1x1_p1x1:1x1_lnhwc",
            "n1_g1_c64_o50_x9x11_k3x3_s1x1_d1x1_p1x1:1x1", "n2_g1_c40_o56_x8x8_k1x1_s1x1_p0x0:0x0_lnhwc",
            "n2_g1_c40_o56_x8x8_k1x1_s1x1_p0x0:0x0", "n1_g1_c130_o130_x13x13_k3x3_s2x2_p1x1:1x1_lnhwc",
            "n1_g1_c130_o130_x13x13_k3x3_s2x2_p1x1:1x1", "n1_g1_c48_o48_x12x12_k2x2_s2x2_p0x0:0x0_lnhwc",
            "n1_g1_c48_o48_x12x12_k2x2_s2x2_p0x0:0x0", "n1_g2_c112_o112_x10x10_k3x3_s1x1_d2x2_p2x2:2x2_lnhwc",
            "n1_g2_c112_o112_x10x10_k3x3_s1x1_d2x2_p2x2:2x2", "n1_g1_c3_o64_x31x31_k7x7_s2x2_p3x3:3x3_lnhwc",
            "n1_g1_c3_o64_x31x31_k7x7_s2x2_p3x3:3x3", "n1_g1_c600_o49_x7x7_k1x1_s1x1_p0x0:0x0_lnhwc",
            "n1_g1_c600_o49_x7x7_k1x1_s1x1_p0x0:0x0", "n1_g1_c300_o600_x6x7_k3x3_s1x1_p1x1:1x1_lnhwc",
            "n1_g1_c300_o600_x6x7_k3x3_s1x1_p1x1:1x1", "n1_g1_c160_o200_x14x15_k3x3_s1x1_p1x1:1x1_lnhwc",
            "n1_g1_c160_o200_x14x15_k3x3_s1x1_p1x1:1x1", "n1_g1_c160_o256_x14x14_k3x3_s1x1_p1x1:1x1",
            "n1_g1_c160_o200_x20x19_k3x3_s1x1_p1x1:1x1_lnhwc", "n1_g1_c300_o260_x13x12_k4x4_s2x2_p1x1:1x1_lnhwc",
            "n1_g1_c300_o260_x13x12_k4x4_s2x2_p1x1:1x1",
            "n1_g1_c64_o64_x5x6x7_k3x3x3_s1x1x1_p1x1x1:1x1x1_lnhwc",
            "n1_g1_c64_o64_x5x6x7_k3x3x3_s1x1x1_p1x1x1:1x1x1", "n2_g1_c64_o80_x8x8_k4x4_s2x2_p1x1:1x1_lnhwc",
            "n2_g1_c64_o80_x8x8_k4x4_s2x2_p1x1:1x1", "n1_g1_c56_o64_x5x5_k3x3_s1x1_d6x6_p6x6:6x6_lnhwc",
            "n1_g1_c56_o64_x5x5_k3x3_s1x1_d6x6_p6x6:6x6", "n1_g2_c96_o96_x7x5_k3x3_s1x1_p2x0:1x1_lnhwc",
            "n1_g2_c96_o96_x7x5_k3x3_s1x1_p2x0:1x1", "n2_g40_c40_o40_x12x14_k4x4_s2x2_p1x1:1x1_lnhwc",
            "n2_g40_c40_o40_x13x14_k4x4_s2x2_p1x1:1x1_lnhwc", "n1_g1_c20_o24_x9x9_k3x3_s1x1_p1x1:1x1_lnhwc",
            "n1_g1_c16_o72_x9x9_k1x1_s1x1_p0x0:0x0_lnhwc", "n1_g1_c2048_o1_x15x12_k1x1_s1x1_p0x0:0x0",
            "n1_g1_c1024_o1_x21x15_k1x1_s1x1_p0x0:0x0", "n1_g1_c3_o16_x13x11_k3x3_s2x2_p1x1:1x1_lnhwc",
            "n2_g40_c40_o40_x13x14_k3x3_s2x2_p1x1:0x1_lnhwc", "n2_g40_c40_o40_x13x14_k5x5_s2x2_p2x2:2x2_lnhwc",
            "n1_g40_c40_o40_x12x11_k5x5_s2x2_p1x1:2x2_lnhwc", "n1_g48_c48_o48_x9x8_k5x5_s2x2_p2x3:2x0_lnhwc",
            "n2_g3_c3_o3_x100x40_k3x3_s1x1_p1x1:1x1", "n2_g3_c3_o3_x100x40_k3x3_s2x2_p1x1:1x1",
            "n2_g3_c3_o3_x100x40_k4x4_s2x2_p1x1:1x1", "n1_g1_c1_o1_x4x0_k3x3_s1x1_p1x2:1x2",
            "n2_g3_c3_o3_x40x21_k3x3_s1x1_p2x2:0x0", "n2_g3_c3_o3_x19x45_k3x3_s1x1_p0x0:2x2",
            "n1_g2_c2_o2_x9x261_k3x3_s1x1_p0x2:1x2", "n1_g2_c2_o2_x9x263_k3x3_s1x1_p0x0:0x0",
            "n1_g2_c2_o2_x21x520_k3x3_s2x2_p1x1:1x1", "n1_g2_c2_o2_x20x523_k3x3_s2x2_p0x1:1x0",
            "n1_g2_c2_o2_x41x37_k2x2_s1x1_p1x1:0x0", "n1_g2_c2_o2_x42x70_k4x4_s2x2_p2x1:0x1",
            "n1_g2_c2_o2_x10x531_k4x4_s2x2_p2x2:2x2", "n2_g1_c24_o48_x13x12_k1x1_s1x1_p0x0:0x0",
            "n1_g1_c24_o50_x20x11_k1x1_s1x1_p0x0:0x0", "n1_g2_c48_o64_x17x9_k1x1_s1x1_p0x0:0x0",
            "n1_g1_c16_o24_x4x16x9_k1x1x1_s1x1x1_p0x0x0:0x0x0", "n1_g1_c20_o16_x300_k1_s1_p0:0",
            "n2_g1_c30_o40_x19x10_k3x1_s1x1_p0x0:0x0", "n1_g1_c12_o64_x32x16_k1x1_s1x1_p0x0:0x0");

    static List<String> words() {
        return WORDS;
    }

    @ParameterizedTest
    @MethodSource("words")
    void bothOperatorsEqualTheReference(String word) {
        Problem problem = ConvCase.parse(word).problem();
        Geometry geometry = problem.geometry();
        float[] x = integers(geometry.xElements());
        float[] y = integers(geometry.yElements());
        Floats filter = Floats.of(integers(geometry.filterElements()));
        Backend reference = Backends.named("reference");
        Backend simd = Backends.named("simd");
        for (Epilogue.Residual residual : Epilogue.Residual.values()) {
            boolean adds = residual != Epilogue.Residual.NONE;
            Epilogue ofY = epilogue(geometry.yChannels(), residual);
            Epilogue ofX = epilogue(geometry.xChannels(), residual);
            float[] expectedY = y.clone();
            run(Convolution.plan(problem, filter, ofY, reference), x, expectedY, adds ? y : null);
            float[] expectedX = x.clone();
            run(TransposedConvolution.plan(problem, filter, ofX, reference), y, expectedX, adds ? x : null);
            for (int threads : new int[] {1, 2}) {
                try (Team workers = Workers.team(threads)) {
                    var convolution = Convolution.plan(problem, filter, ofY, simd, workers);
                    var transposed = TransposedConvolution.plan(problem, filter, ofX, simd, workers);
                    // What is added may be the output, and then sums must not be made there.
                    float[] actualY = y.clone();
                    run(convolution, x, actualY, adds ? actualY : null);
                    assertArrayEquals(expectedY, actualY, word);
                    float[] actualX = x.clone();
                    run(transposed, y, actualX, adds ? actualX : null);
                    assertArrayEquals(expectedX, actualX, word);
                    run(convolution, x, actualY, adds ? y : null);
                    assertArrayEquals(expectedY, actualY, word);
                    run(transposed, y, actualX, adds ? x : null);
                    assertArrayEquals(expectedX, actualX, word);
                    if (adds) {
                        assertArrayEquals(expectedY, inOneArray(x, y, convolution::run), word);
                        assertArrayEquals(expectedX, inOneArray(y, x, transposed::run), word);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("words")
    void bothOperatorsMultiplyChannelsByFactors(String word) {
        Problem problem = ConvCase.parse(word).problem();
        Geometry geometry = problem.geometry();
        Floats x = Floats.of(integers(geometry.xElements()));
        Floats y = Floats.of(integers(geometry.yElements()));
        Floats filter = Floats.of(integers(geometry.filterElements()));
        Floats ofX = Floats.of(integers(geometry.batch() * geometry.xChannels()));
        Floats ofY = Floats.of(integers(geometry.batch() * geometry.yChannels()));
        float[] expectedY = new float[y.size()];
        float[] expectedX = new float[x.size()];
        Backend reference = Backends.named("reference");
        factors(problem, filter, reference, Workers.CALLER).run(x, Floats.of(expectedY), null, ofX);
        transposedFactors(problem, filter, reference, Workers.CALLER).run(y, Floats.of(expectedX), null, ofY);
        try (Team workers = Workers.team(2)) {
            Backend simd = Backends.named("simd");
            Convolution convolution = factors(problem, filter, simd, workers);
            TransposedConvolution transposed = transposedFactors(problem, filter, simd, workers);
            for (int run = 0; run < 2; run++) {
                float[] actualY = new float[y.size()];
                float[] actualX = new float[x.size()];
                // Other factors before: none of them may be left.
                convolution.run(x, Floats.of(actualY), null, Floats.of(new float[ofX.size()]));
                assertArrayEquals(new float[y.size()], actualY, word);
                convolution.run(x, Floats.of(actualY), null, ofX);
                assertArrayEquals(expectedY, actualY, word);
                transposed.run(y, Floats.of(actualX), null, ofY);
                assertArrayEquals(expectedX, actualX, word);
            }
        }
    }

    private static Convolution factors(Problem problem, Floats filter, Backend backend, Workers workers) {
        return Convolution.plan(problem, filter, Prologue.CHANNEL_FACTORS, Epilogue.NONE, backend, workers);
    }

    private static TransposedConvolution transposedFactors(Problem problem, Floats filter, Backend backend,
            Workers workers) {
        return TransposedConvolution.plan(problem, filter, Prologue.CHANNEL_FACTORS, Epilogue.NONE, backend, workers);
    }

    @FunctionalInterface
    private interface Adding {
        void run(Floats input, Floats output, Floats residual);
    }

    /** As in a network's arena: input, residual and output lie in one array. */
    private static float[] inOneArray(float[] input, float[] residual, Adding plan) {
        int in = input.length;
        int out = residual.length;
        float[] all = new float[in + 2 * out];
        System.arraycopy(input, 0, all, out, in);
        System.arraycopy(residual, 0, all, out + in, out);
        plan.run(Floats.of(all, out, in), Floats.of(all, 0, out), Floats.of(all, out + in, out));
        return Arrays.copyOf(all, out);
    }

    private static void run(Convolution plan, float[] x, float[] y, float[] residual) {
        if (residual == null) {
            plan.run(x, y);
        } else {
            plan.run(Floats.of(x), Floats.of(y), Floats.of(residual));
        }
    }

    private static void run(TransposedConvolution plan, float[] y, float[] x, float[] residual) {
        if (residual == null) {
            plan.run(y, x);
        } else {
            plan.run(Floats.of(y), Floats.of(x), Floats.of(residual));
        }
    }

    private static Epilogue epilogue(int channels, Epilogue.Residual residual) {
        return Epilogue.NONE.withBias(integers(channels)).withActivation(Activation.RELU).withResidual(residual);
    }

    private static float[] integers(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(9) - 4;
        }
        return values;
    }
}
