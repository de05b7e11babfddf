package adjoint.bench;

import adjoint.ConvSpec;
import adjoint.Convolution;
import adjoint.buffer.Floats;
import adjoint.conformance.Tensors;
import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What does an epilogue cost a layer with little work for each output: 1x1, channels last? */
public class EpilogueBenchmark extends Settings {

    private static final long SEED = 1;

    /** Epilogues of usual networks. */
    public enum Effect {
        /** None. */
        NONE(Epilogue.NONE),
        /** ReLU. */
        RELU(Epilogue.NONE.withActivation(Activation.RELU)),
        /** Hard-swish, with a scale and shift. */
        HARD_SWISH_SCALED(Epilogue.NONE.withActivation(Activation.HARD_SWISH.scaled(1.5, 0.25))),
        /** SiLU. */
        SILU(Epilogue.NONE.withActivation(Activation.SILU)),
        /** A residual, then ReLU. */
        RESIDUAL_RELU(Epilogue.NONE.withResidual(Epilogue.Residual.BEFORE_ACTIVATION).withActivation(Activation.RELU));

        private final Epilogue epilogue;

        Effect(Epilogue epilogue) {
            this.epilogue = epilogue;
        }
    }

    /** The epilogue. */
    @Param
    public Effect effect;

    /** Channels of image and result. */
    @Param({"32", "128"})
    public int channels;

    /** Rows and columns. */
    @Param("56")
    public int extent;

    private Convolution plan;
    private Floats x;
    private Floats y;
    private Floats residual;
    private double flop;

    /** Plans the layer. */
    @Setup
    public void prepare() {
        Problem problem = ConvSpec.of(channels, channels, 1, 1).layout(Layout.NHWC).fromX(1, extent, extent);
        Tensors tensors = Tensors.reals(problem, SEED);
        plan = Convolution.plan(problem, Floats.of(tensors.w()), effect.epilogue);
        x = Floats.of(tensors.x());
        y = Floats.of(new float[tensors.y().length]);
        residual = effect.epilogue.residual() == Epilogue.Residual.NONE ? null : Floats.of(tensors.y());
        flop = 2.0 * problem.geometry().multiplyAdds();
    }

    /** Runs the layer. */
    @Benchmark
    public void run(Work work) {
        plan.run(x, y, residual, null);
        work.add(flop);
    }
}
