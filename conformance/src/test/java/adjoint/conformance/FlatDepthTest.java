package adjoint.conformance;

import adjoint.Convolution;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Problem;
import adjoint.spi.Backend;
import adjoint.spi.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** A depth of one plane whose window reaches beyond it: the only tap that reads is not the first. */
class FlatDepthTest {

    @ParameterizedTest
    @ValueSource(strings = {"n1_g1_c1_o15_x1x1x2_k3x1x2_s3x1x1_d1x1x1_p1x0x0:1x0x1_lnhwc",
        "n1_g32_c32_o32_x1x6x7_k3x3x3_s3x1x1_p1x1x1:1x1x1_lnhwc",
        "n1_g32_c128_o128_x1x6x7_k3x3x3_s3x1x1_p1x1x1:1x1x1_lnhwc",
        "n1_g32_c32_o32_x1x6x7_k3x3x3_s3x1x1_p1x1x1:1x1x1"})
    void theTapThatReadsIsTheOneThatIsPacked(String word) {
        Problem problem = ConvCase.parse(word).problem();
        Tensors tensors = Tensors.integers(problem, 42);
        float[] x = tensors.x();
        float[] y = tensors.y();
        Floats filter = Floats.of(tensors.w());
        float[][] results = new float[4][];
        int at = 0;
        for (String name : new String[] {"reference", "simd"}) {
            Backend backend = Backends.named(name);
            results[at] = new float[y.length];
            Convolution.plan(problem, filter, Epilogue.NONE, backend).run(x, results[at++]);
            results[at] = new float[x.length];
            TransposedConvolution.plan(problem, filter, Epilogue.NONE, backend).run(y, results[at++]);
        }
        assertArrayEquals(results[0], results[2], word);
        assertArrayEquals(results[1], results[3], word);
    }
}
