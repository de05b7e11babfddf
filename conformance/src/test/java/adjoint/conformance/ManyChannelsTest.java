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
import adjoint.spi.Backend;
import adjoint.spi.Backends;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** Layers with more channels than the generated problems have, so that several panels meet many pixels: equal to the reference. */
class ManyChannelsTest {

    @ParameterizedTest
    @ValueSource(strings = {"n1_g1_c64_o50_x9x11_k3x3_s1x1_d1x1_p1x1:1x1_lnhwc",
        "n1_g1_c64_o50_x9x11_k3x3_s1x1_d1x1_p1x1:1x1", "n2_g1_c40_o56_x8x8_k1x1_s1x1_p0x0:0x0_lnhwc",
        "n2_g1_c40_o56_x8x8_k1x1_s1x1_p0x0:0x0", "n1_g1_c130_o130_x13x13_k3x3_s2x2_p1x1:1x1_lnhwc",
        "n1_g1_c130_o130_x13x13_k3x3_s2x2_p1x1:1x1", "n1_g1_c48_o48_x12x12_k2x2_s2x2_p0x0:0x0_lnhwc",
        "n1_g1_c48_o48_x12x12_k2x2_s2x2_p0x0:0x0", "n1_g2_c112_o112_x10x10_k3x3_s1x1_d2x2_p2x2:2x2_lnhwc",
        "n1_g2_c112_o112_x10x10_k3x3_s1x1_d2x2_p2x2:2x2", "n1_g1_c3_o64_x31x31_k7x7_s2x2_p3x3:3x3_lnhwc",
        "n1_g1_c3_o64_x31x31_k7x7_s2x2_p3x3:3x3", "n1_g1_c600_o49_x7x7_k1x1_s1x1_p0x0:0x0_lnhwc",
        "n1_g1_c600_o49_x7x7_k1x1_s1x1_p0x0:0x0", "n1_g1_c300_o600_x6x7_k3x3_s1x1_p1x1:1x1_lnhwc",
        "n1_g1_c300_o600_x6x7_k3x3_s1x1_p1x1:1x1", "n1_g1_c64_o64_x5x6x7_k3x3x3_s1x1x1_p1x1x1:1x1x1_lnhwc",
        "n1_g1_c64_o64_x5x6x7_k3x3x3_s1x1x1_p1x1x1:1x1x1", "n2_g1_c64_o80_x8x8_k4x4_s2x2_p1x1:1x1_lnhwc",
        "n2_g1_c64_o80_x8x8_k4x4_s2x2_p1x1:1x1", "n1_g1_c56_o64_x5x5_k3x3_s1x1_d6x6_p6x6:6x6_lnhwc",
        "n1_g1_c56_o64_x5x5_k3x3_s1x1_d6x6_p6x6:6x6", "n1_g2_c96_o96_x7x5_k3x3_s1x1_p2x0:1x1_lnhwc",
        "n1_g2_c96_o96_x7x5_k3x3_s1x1_p2x0:1x1"})
    void bothOperatorsEqualTheReference(String word) {
        Problem problem = ConvCase.parse(word).problem();
        Geometry geometry = problem.geometry();
        float[] x = integers(geometry.xElements());
        float[] y = integers(geometry.yElements());
        Floats filter = Floats.of(integers(geometry.filterElements()));
        Backend reference = Backends.named("reference");
        Backend simd = Backends.named("simd");
        Epilogue ofY = epilogue(geometry.yChannels());
        Epilogue ofX = epilogue(geometry.xChannels());
        float[] expectedY = y.clone();
        Convolution.plan(problem, filter, ofY, reference).run(Floats.of(x), Floats.of(expectedY), Floats.of(y));
        float[] expectedX = x.clone();
        TransposedConvolution.plan(problem, filter, ofX, reference).run(Floats.of(y), Floats.of(expectedX),
                Floats.of(x));
        for (int threads : new int[] {1, 2}) {
            try (Team workers = Workers.team(threads)) {
                var convolution = Convolution.plan(problem, filter, ofY, simd, workers);
                var transposed = TransposedConvolution.plan(problem, filter, ofX, simd, workers);
                // The residual is the output, and another tensor.
                float[] actualY = y.clone();
                convolution.run(Floats.of(x), Floats.of(actualY), Floats.of(actualY));
                assertArrayEquals(expectedY, actualY, word);
                float[] actualX = x.clone();
                transposed.run(Floats.of(y), Floats.of(actualX), Floats.of(actualX));
                assertArrayEquals(expectedX, actualX, word);
                convolution.run(Floats.of(x), Floats.of(actualY), Floats.of(y));
                assertArrayEquals(expectedY, actualY, word);
                transposed.run(Floats.of(y), Floats.of(actualX), Floats.of(x));
                assertArrayEquals(expectedX, actualX, word);
            }
        }
    }

    private static Epilogue epilogue(int channels) {
        return Epilogue.NONE.withBias(integers(channels)).withActivation(Activation.RELU)
                .withResidual(Epilogue.Residual.BEFORE_ACTIVATION);
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
