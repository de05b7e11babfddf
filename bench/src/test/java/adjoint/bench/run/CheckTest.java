package adjoint.bench.run;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.cases.CaseFile;
import adjoint.conformance.Compare;
import adjoint.conformance.Operator;
import adjoint.conformance.Tensors;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"n2_g2_c4_o6_x9x7_k3x2_s2x1_d1x2_p1x0:0x1", "n1_c3_o2_x11_k4_s3_p1",
        "n1_g3_c3_o6_x4x5x6_k2x2x2_s2x2x2"})
    void samplesFollowTheFormula(String word) throws Exception {
        for (String shape : new String[] {word, "deconv:" + word}) {
            BenchCase layer = CaseFile.find(shape);
            Problem problem = layer.problem(Layout.NCHW);
            Tensors tensors = Tensors.reals(problem, 1);
            Operator operator = layer.transposed() ? Operator.TRANSPOSED_CONVOLUTION : Operator.CONVOLUTION;
            float[] output = operator.apply(Compare.reference(), problem, tensors);
            Samples.check(layer, tensors, output);
            for (int at = 0; at < output.length; at++) {
                output[at] += 0.001f;
            }
            assertThrows(AssertionError.class, () -> Samples.check(layer, tensors, output));
        }
    }

    @Test
    void whatIsExpectedComesBackFromItsFiles(@TempDir Path folder) throws Exception {
        assertFalse(Expected.isThere(folder, 7));
        new Expected(new float[] {1, 2}, new float[] {3, 4}).write(folder, 7);
        assertTrue(Expected.isThere(folder, 7));
        assertArrayEquals(new float[] {1, 2}, Expected.read(folder, 7).output());
        assertArrayEquals(new float[] {3, 4}, Expected.read(folder, 7).magnitudes());
        Expected.delete(folder, 7);
        assertFalse(Expected.isThere(folder, 7));
    }

    @Test
    void roundingIsAcceptedAndNoMore() {
        Expected expected = new Expected(new float[] {1, 0}, new float[] {1, 0});
        expected.check(new float[] {1 + 0x1p-22f, 0}, 2);
        assertThrows(AssertionError.class, () -> expected.check(new float[] {1 + 0x1p-22f, 0}, 1));
        assertThrows(AssertionError.class, () -> expected.check(new float[] {Float.NaN, 0}, 2));
        assertThrows(AssertionError.class, () -> expected.check(new float[] {1}, 2));
    }
}
