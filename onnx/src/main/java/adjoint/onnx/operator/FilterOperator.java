package adjoint.onnx.operator;

import adjoint.buffer.Floats;
import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Problem;
import adjoint.onnx.Shape;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * {@code Conv} and {@code ConvTranspose}: inputs are the image, the filter, the bias and, once fused, a residual and factors of
 * the image's channels.
 *
 * <p>Passes of the compiler set {@link #ACTIVATION} and {@link #RESIDUAL}. A filter or bias that is not known beforehand is
 * planned anew for each run.
 */
public abstract sealed class FilterOperator implements Operator permits Conv, ConvTranspose {

    /** An {@link Activation} that is applied to the result. */
    public static final String ACTIVATION = "adjoint.activation";
    /** The {@link Epilogue.Residual} by which the input {@link #RESIDUAL_INPUT} is added. */
    public static final String RESIDUAL = "adjoint.residual";
    /** The {@link adjoint.geometry.BorderMode} that a Conv reads around its image, where it is not zeros. */
    public static final String BORDER = "adjoint.border";
    /** The input that is added to the result. */
    public static final int RESIDUAL_INPUT = 3;
    /** The input by which the channels of each image are multiplied. */
    public static final int FACTORS_INPUT = 4;

    /** The input that is the filter. */
    public static final int FILTER = 1;
    /** The input that is the bias, if there is one. */
    public static final int BIAS = 2;

    /** A run of an operator of core. */
    @FunctionalInterface
    interface Run {
        /** Computes; the residual is null if none is added, the factors are null if there are none. */
        void run(Floats input, Floats output, Floats residual, Floats factors);
    }

    /**
     * A planned operator of core.
     *
     * @param run computes
     * @param how what the plan tells of itself
     */
    record Planned(Run run, String how) {
    }

    /** What is to be computed, in the order of axes that the node has. */
    abstract Problem problem(Call call);

    /** Extents of the result in memory order. */
    abstract int[] resultShape(Problem problem);

    /** Channels of the result. */
    abstract int resultChannels(Problem problem);

    /** Plans by core. */
    abstract Planned plan(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue, Target target);

    /** Which output channel an element of the filter belongs to. */
    abstract int resultChannel(Problem problem, int element);

    /** Refuses a node of a file that has inputs which only passes of the compiler give. */
    public static void requireOwnInputs(Node node) {
        for (int i = RESIDUAL_INPUT; i < node.inputs().size(); i++) {
            if (!node.input(i).isEmpty()) {
                throw new IllegalArgumentException(
                        "inputs has " + node.inputs().size() + ": must be at most image, filter and bias");
            }
        }
    }

    /** The activation that a node applies. */
    public static Activation activation(Node node) {
        return node.attributes().get(ACTIVATION, Activation.class, Activation.IDENTITY);
    }

    /** How a node adds a residual. */
    public static Epilogue.Residual residual(Node node) {
        return node.attributes().get(RESIDUAL, Epilogue.Residual.class, Epilogue.Residual.NONE);
    }

    /** Whether the result is the bare sum of filter, image and bias, and both filter and bias are known. */
    public boolean isPlain(Call call) {
        return call.isConstant(FILTER) && (!call.has(BIAS) || call.isConstant(BIAS))
                && activation(call.node()) == Activation.IDENTITY && residual(call.node()) == Epilogue.Residual.NONE;
    }

    /** Channels of a node's result. */
    public int resultChannels(Call call) {
        return resultChannels(problem(call));
    }

    /**
     * A filter whose results are scaled.
     *
     * @param call    the node
     * @param factors one for each channel of the result
     * @return the elements of the scaled filter
     */
    public float[] scaledFilter(Call call, float... factors) {
        Problem problem = problem(call);
        float[] filter = call.floats(FILTER).clone();
        for (int i = 0; i < filter.length; i++) {
            filter[i] *= factors[resultChannel(problem, i)];
        }
        return filter;
    }

    @Override
    public List<TensorType> infer(Call call) {
        Problem problem = problem(call);
        if (call.has(BIAS) && !call.shape(BIAS).equals(Shape.of(resultChannels(problem)))) {
            throw new IllegalArgumentException("B=" + call.shape(BIAS) + ": must have one value for each of the "
                    + resultChannels(problem) + " output channels");
        }
        return List.of(call.type(0).with(Shape.of(resultShape(problem))));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Problem problem = problem(call);
        Epilogue epilogue = Epilogue.NONE
                .withActivation(activation(call.node())).withResidual(residual(call.node()));
        Prologue prologue = call.has(FACTORS_INPUT) ? Prologue.CHANNEL_FACTORS : Prologue.NONE;
        boolean biased = call.has(BIAS);
        if (call.isConstant(FILTER) && (!biased || call.isConstant(BIAS))) {
            Planned planned = plan(problem, Floats.of(call.floats(FILTER)), prologue,
                    biased ? epilogue.withBias(call.floats(BIAS)) : epilogue, target);
            return kernel(call, frame -> planned.run).described(planned.how.lines().findFirst().orElse(""));
        }
        return kernel(call, frame -> plan(problem, frame.in(FILTER).floats(), prologue,
                biased ? epilogue.withBias(values(frame.in(BIAS))) : epilogue, target).run);
    }

    /** The result may take the place of the residual, see {@link adjoint.Convolution#run(Floats, Floats, Floats)}. */
    private static Kernel kernel(Call call, Function<Frame, Run> run) {
        boolean adds = residual(call.node()) != Epilogue.Residual.NONE;
        boolean scales = call.has(FACTORS_INPUT);
        return Kernel.whole(frame -> run.apply(frame).run(frame.in(0).floats(), frame.out().floats(),
                adds ? frame.in(RESIDUAL_INPUT).floats() : null, scales ? frame.in(FACTORS_INPUT).floats() : null))
                .inPlaceOf(RESIDUAL_INPUT);
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(new ChannelsLast(ChannelsLast.marked(call).node(),
                Stream.of(0, RESIDUAL_INPUT, FACTORS_INPUT).filter(call::has).toList()));
    }

    @Override
    public long multiplyAdds(Call call) {
        return problem(call).geometry().multiplyAdds();
    }

    @Override
    public String notes() {
        return "1 to 3 spatial axes";
    }

    /** The filter's extents. */
    static List<Integer> filter(Call call) {
        return Arrays.stream(call.shape(FILTER).toArray()).boxed().toList();
    }

    /** One value for each spatial axis. */
    static List<Integer> perAxis(Attributes attributes, String name, Image image, int unsaid) {
        return attributes.has(name) ? attributes.integers(name) : Collections.nCopies(image.rank(), unsaid);
    }

    private static float[] values(Span span) {
        float[] values = new float[span.size()];
        span.floats().read(0, values, 0, values.length);
        return values;
    }
}
