package adjoint.conformance;

import adjoint.ConvSpec;
import adjoint.Convolution;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import adjoint.spi.Backend;
import adjoint.spi.Backends;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** One axis with a long image, a long filter or a large stride: planned in a time that grows with neither's product nor square. */
class LongAxesTest {

    private static final Backend SIMD = Backends.named("simd");

    static List<Problem> small() {
        ConvSpec strided = ConvSpec.of(2, 3, 50).stride(1000);
        return List.of(strided.fromY(1, 4), strided.dilation(1001).fromY(2, 3),
                ConvSpec.of(1, 2, 512).stride(512).fromY(1, 5), ConvSpec.of(1, 1, 3).stride(1 << 14).fromY(2, 2),
                ConvSpec.of(1, 2, 300).padding(Padding.SAME).fromX(1, 5000),
                ConvSpec.of(2, 2, 301).stride(7).dilation(3).padding(Padding.SAME).fromX(1, 3000));
    }

    @ParameterizedTest
    @MethodSource("small")
    void bothOperatorsEqualTheReference(Problem problem) {
        Tensors tensors = Tensors.integers(problem, 42);
        Backend reference = Backends.named("reference");
        assertArrayEquals(convolution(problem, tensors, reference), convolution(problem, tensors, SIMD));
        assertArrayEquals(transposed(problem, tensors, reference), transposed(problem, tensors, SIMD));
    }

    static List<Problem> large() {
        return List.of(ConvSpec.of(1, 1, 3).stride(1 << 20).fromY(1, 4),
                ConvSpec.of(1, 1, 1 << 18).stride(1 << 18).fromY(1, 4),
                ConvSpec.of(1, 1, 4096).padding(Padding.SAME).fromX(1, 200_000),
                ConvSpec.of(1, 1, 3).padding(Padding.SAME).fromX(1, 10_000_000));
    }

    @ParameterizedTest
    @MethodSource("large")
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void planningEnds(Problem problem) {
        Tensors ones = Tensors.filled(problem, 1);
        float[] y = convolution(problem, ones, SIMD);
        float[] x = transposed(problem, ones, SIMD);
        assertEquals(sum(y), sum(x)); // <conv(1, 1), 1> = <1, convT(1, 1)>
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static float[] convolution(Problem problem, Tensors tensors, Backend backend) {
        float[] y = new float[tensors.y().length];
        Convolution.plan(problem, Floats.of(tensors.w()), Epilogue.NONE, backend).run(tensors.x(), y);
        return y;
    }

    private static float[] transposed(Problem problem, Tensors tensors, Backend backend) {
        float[] x = new float[tensors.x().length];
        TransposedConvolution.plan(problem, Floats.of(tensors.w()), Epilogue.NONE, backend).run(tensors.y(), x);
        return x;
    }
}
