package adjoint.cli;

import adjoint.ConvSpec;
import adjoint.Convolution;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the JVM compile the kernels that most networks need while the program still reads its files: tiny layers again and again, in a
 * thread of their own. Without it the first run brings one kernel after the other into use, each a hundred times slower until it
 * is compiled; with it a photo is enlarged in 1.9 s in place of 2.3 on two cores, from the start of the JVM.
 */
public final class Primer {

    /** Long enough that the kernels are queued for compilation, short enough not to compete for long with what the user waits for. */
    private static final Duration LIMIT = Duration.ofMillis(450);

    /** Tiles of 8, 7 and 5 pixels, and the one that 5 leave. */
    private static final int PIXELS = 36;
    private static final int CHANNELS = 4;
    /** One, two and four vectors of 16 lanes: each has a kernel of its own. */
    private static final int[] UNITS = {64, 32, 16};
    /** A window of so many pixels has a run of 64 inputs, for which there are kernels too. All but one tap lie outside, so that steps are few. */
    private static final int[] WINDOWS = {16, 1};

    private Primer() {
    }

    /**
     * Begins, and returns at once. The thread ends by itself, and keeps no program from ending.
     *
     * @return the thread; on a machine with one processor it has nothing to do
     */
    public static Thread start() {
        return Thread.ofPlatform().daemon().name("adjoint-primer").start(() -> {
            if (Runtime.getRuntime().availableProcessors() > 1) {
                prime();
            }
        });
    }

    private static void prime() {
        List<Runnable> layers = layers();
        long start = System.nanoTime();
        while (System.nanoTime() - start < LIMIT.toNanos()) {
            layers.forEach(Runnable::run);
        }
    }

    /** Layers to few and to many channels, the activations of which are those of the networks that come along. */
    private static List<Runnable> layers() {
        Epilogue epilogue = Epilogue.NONE.withActivation(Activation.leakyRelu(0.1));
        List<Runnable> layers = new ArrayList<>();
        for (int window : WINDOWS) {
            for (int units : UNITS) {
                Problem problem = ConvSpec.of(CHANNELS, units, 1, window).padding(Padding.SAME).layout(Layout.NHWC)
                        .fromX(1, PIXELS, 1);
                Convolution plan = Convolution.plan(problem, filter(problem), epilogue);
                float[] x = new float[problem.geometry().xElements()];
                float[] y = new float[problem.geometry().yElements()];
                layers.add(() -> plan.run(x, y));
            }
        }
        Problem problem = ConvSpec.of(3, CHANNELS, 4, 4).stride(2).padding(Padding.SAME).layout(Layout.NHWC)
                .fromY(1, 6, 6);
        TransposedConvolution plan = TransposedConvolution.plan(problem, filter(problem), epilogue);
        float[] x = new float[problem.geometry().xElements()];
        float[] y = new float[problem.geometry().yElements()];
        layers.add(() -> plan.run(y, x));
        return layers;
    }

    private static Floats filter(Problem problem) {
        return Floats.of(new float[problem.geometry().filterElements()]);
    }
}
