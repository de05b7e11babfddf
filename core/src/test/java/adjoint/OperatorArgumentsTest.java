package adjoint;

import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Epilogue.Residual;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;
import adjoint.spi.Backends;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What the three operators refuse, in which words, and that nothing is written then. */
class OperatorArgumentsTest {

    private static final Problem PROBLEM = ConvSpec.of(2, 3, 3, 2).layout(Layout.NHWC).fromX(1, 5, 4);
    private static final Floats FILTER = Floats.of(new float[36]);

    private final float[] x = new float[40];
    private final float[] y = new float[27];
    private final float[] w = new float[36];

    @AfterEach
    void nothingWasWritten() {
        for (float[] tensor : new float[][] {x, y, w}) {
            assertArrayEquals(new float[tensor.length], tensor);
        }
    }

    private static Convolution convolution(Epilogue epilogue) {
        return Convolution.plan(PROBLEM, FILTER, epilogue, Backends.named("reference"));
    }

    private static TransposedConvolution transposed(Epilogue epilogue) {
        return TransposedConvolution.plan(PROBLEM, FILTER, epilogue, Backends.named("reference"));
    }

    @Test
    void sizesAreCheckedAgainstTheShapes() {
        Floats short39 = Floats.of(new float[39]);
        Floats long28 = Floats.of(new float[28]);
        String wrongX = "x has 39 floats: NHWC [1, 5, 4, 2] needs 40";
        String wrongY = "y has 28 floats: NHWC [1, 3, 3, 3] needs 27";
        Convolution convolution = convolution(Epilogue.NONE);
        assertRefused(wrongX, () -> convolution.run(short39, Floats.of(y)));
        assertRefused(wrongY, () -> convolution.run(Floats.of(x), long28));
        TransposedConvolution transposed = transposed(Epilogue.NONE);
        assertRefused(wrongY, () -> transposed.run(long28, Floats.of(x)));
        assertRefused(wrongX, () -> transposed.run(Floats.of(y), short39));
        FilterGradient gradient = FilterGradient.plan(PROBLEM);
        assertRefused(wrongX, () -> gradient.run(short39, Floats.of(y), Floats.of(w)));
        assertRefused(wrongY, () -> gradient.run(Floats.of(x), long28, Floats.of(w)));
        assertRefused("w has 35 floats: OIHW [3, 2, 3, 2] needs 36",
                () -> gradient.run(Floats.of(x), Floats.of(y), Floats.of(new float[35])));
        assertRefused("filter has 35 floats: OIHW [3, 2, 3, 2] needs 36",
                () -> Convolution.plan(PROBLEM, Floats.of(new float[35])));
        assertRefused("filter has 37 floats: OIHW [3, 2, 3, 2] needs 36",
                () -> TransposedConvolution.plan(PROBLEM, Floats.of(new float[37])));
    }

    @Test
    void biasesHaveAValueForEachChannelOfTheResult() {
        assertRefused("bias has 2 values: the result has 3 channels", () -> convolution(Epilogue.NONE.withBias(1, 2)));
        assertRefused("bias has 3 values: the result has 2 channels",
                () -> transposed(Epilogue.NONE.withBias(1, 2, 3)));
    }

    @Test
    void outputsAreWritableAndApart() {
        Floats readOnly = Floats.of(FloatBuffer.allocate(27).asReadOnlyBuffer());
        assertEquals("y=" + readOnly + ": must be writable", assertThrows(IllegalArgumentException.class,
                () -> convolution(Epilogue.NONE).run(Floats.of(x), readOnly)).getMessage());
        float[] shared = new float[66];
        Floats xPart = Floats.of(shared, 0, 40);
        Floats yPart = Floats.of(shared, 39, 27);
        assertRefused("y=float[66] from 39, 27 floats: must not overlap x=float[66] from 0, 40 floats",
                () -> convolution(Epilogue.NONE).run(xPart, yPart));
        assertRefused("x=float[66] from 0, 40 floats: must not overlap y=float[66] from 39, 27 floats",
                () -> transposed(Epilogue.NONE).run(yPart, xPart));
        FilterGradient gradient = FilterGradient.plan(PROBLEM);
        assertRefused("w=float[66] from 30, 36 floats: must not overlap x=float[66] from 0, 40 floats",
                () -> gradient.run(xPart, Floats.of(y), Floats.of(shared, 30, 36)));
        assertRefused("w=float[66] from 30, 36 floats: must not overlap y=float[66] from 39, 27 floats",
                () -> gradient.run(Floats.of(x), yPart, Floats.of(shared, 30, 36)));
        assertArrayEquals(new float[66], shared);
    }

    @Test
    void residualsAreGivenIfAndOnlyIfTheEpilogueAddsOne() {
        Floats xs = Floats.of(x);
        Floats ys = Floats.of(y);
        Epilogue adding = Epilogue.NONE.withResidual(Residual.AFTER_ACTIVATION);
        assertRefused("residual: must be given, the plan adds one AFTER_ACTIVATION",
                () -> convolution(adding).run(xs, ys));
        assertRefused("residual: must be given, the plan adds one AFTER_ACTIVATION",
                () -> transposed(adding).run(ys, xs));
        assertRefused("residual: must not be given, the plan's epilogue adds none",
                () -> convolution(Epilogue.NONE).run(xs, ys, Floats.of(new float[27])));
        assertRefused("residual: must not be given, the plan's epilogue adds none",
                () -> transposed(Epilogue.NONE).run(ys, xs, Floats.of(new float[40])));
        assertRefused("residual has 40 floats: NHWC [1, 3, 3, 3] needs 27", () -> convolution(adding).run(xs, ys, xs));
        assertRefused("residual has 27 floats: NHWC [1, 5, 4, 2] needs 40", () -> transposed(adding).run(ys, xs, ys));
        float[] shared = new float[28];
        assertRefused("y=float[28] from 1, 27 floats: must not overlap residual=float[28] from 0, 27 floats",
                () -> convolution(adding).run(xs, Floats.of(shared, 1, 27), Floats.of(shared, 0, 27)));
    }

    @Test
    void residualsMayBeTheOutput() {
        float[] output = new float[27];
        Arrays.fill(output, 5);
        convolution(Epilogue.NONE.withBias(1, 2, 3).withResidual(Residual.BEFORE_ACTIVATION)).run(Floats.of(x),
                Floats.of(output), Floats.of(output));
        for (int at = 0; at < output.length; at++) {
            assertEquals(6 + at % 3, output[at]);
        }
    }

    @Test
    void missingArgumentsAreNamed() {
        Floats xs = Floats.of(x);
        Floats ys = Floats.of(y);
        assertMissing("problem", () -> Convolution.plan(null, FILTER));
        assertMissing("filter", () -> Convolution.plan(PROBLEM, null));
        assertMissing("epilogue", () -> Convolution.plan(PROBLEM, FILTER, (Epilogue) null));
        assertMissing("backend", () -> Convolution.plan(PROBLEM, FILTER, Epilogue.NONE, (Backend) null));
        assertMissing("workers", () -> Convolution.plan(PROBLEM, FILTER, Epilogue.NONE, (Workers) null));
        assertMissing("workers", () -> TransposedConvolution.plan(PROBLEM, FILTER, Epilogue.NONE, (Workers) null));
        assertMissing("workers", () -> Convolution.plan(PROBLEM, FILTER, (Workers) null));
        assertMissing("workers", () -> TransposedConvolution.plan(PROBLEM, FILTER, (Workers) null));
        assertMissing("workers", () -> FilterGradient.plan(PROBLEM, (Workers) null));
        assertMissing("workers",
                () -> Convolution.plan(PROBLEM, FILTER, Epilogue.NONE, Backends.preferred(), (Workers) null));
        assertMissing("x", () -> convolution(Epilogue.NONE).run(null, ys));
        assertMissing("y", () -> convolution(Epilogue.NONE).run(xs, null));
        assertMissing("x", () -> convolution(Epilogue.NONE).run((float[]) null, y));
        assertMissing("y", () -> convolution(Epilogue.NONE).run(x, (float[]) null));
        assertMissing("residual",
                () -> convolution(Epilogue.NONE.withResidual(Residual.AFTER_ACTIVATION)).run(xs, ys, null));
        assertMissing("problem", () -> TransposedConvolution.plan(null, FILTER));
        assertMissing("filter", () -> TransposedConvolution.plan(PROBLEM, null));
        assertMissing("epilogue", () -> TransposedConvolution.plan(PROBLEM, FILTER, (Epilogue) null));
        assertMissing("backend", () -> TransposedConvolution.plan(PROBLEM, FILTER, Epilogue.NONE, (Backend) null));
        assertMissing("y", () -> transposed(Epilogue.NONE).run(null, xs));
        assertMissing("x", () -> transposed(Epilogue.NONE).run(ys, null));
        assertMissing("y", () -> transposed(Epilogue.NONE).run((float[]) null, x));
        assertMissing("x", () -> transposed(Epilogue.NONE).run(y, (float[]) null));
        assertMissing("problem", () -> FilterGradient.plan(null));
        assertMissing("backend", () -> FilterGradient.plan(PROBLEM, (Backend) null));
        FilterGradient gradient = FilterGradient.plan(PROBLEM);
        assertMissing("x", () -> gradient.run(null, ys, Floats.of(w)));
        assertMissing("y", () -> gradient.run(xs, null, Floats.of(w)));
        assertMissing("w", () -> gradient.run(xs, ys, null));
        assertMissing("w", () -> gradient.run(x, y, null));
    }

    private static void assertMissing(String name, Runnable call) {
        assertEquals(name + ": must not be null", assertThrows(NullPointerException.class, call::run).getMessage());
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
