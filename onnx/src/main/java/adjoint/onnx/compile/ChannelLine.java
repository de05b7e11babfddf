package adjoint.onnx.compile;

import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.operator.BatchNormalization;
import adjoint.onnx.operator.Call;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * What a node does to one of its inputs, if that is {@code factor[c] * x + offset[c]} with constants for each channel c, axis 1
 * of the input: an addition or multiplication of a constant, or a normalisation by known statistics.
 *
 * @param factors one, or one for each channel
 * @param offsets as many
 */
record ChannelLine(double[] factors, double[] offsets) {

    /** The line of each channel that changes nothing. */
    static ChannelLine identity(int channels) {
        double[] ones = new double[channels];
        Arrays.fill(ones, 1);
        return new ChannelLine(ones, new double[channels]);
    }

    /** The line that a node makes of a value. */
    static Optional<ChannelLine> of(Call call, String value) {
        return parsed(call, value).filter(ChannelLine::isFinite);
    }

    /** This line of each channel, and then another that may be the same for all. */
    ChannelLine then(ChannelLine next) {
        double[] both = new double[factors.length];
        double[] sums = new double[factors.length];
        for (int c = 0; c < both.length; c++) {
            int at = next.isUniform() ? 0 : c;
            both[c] = factors[c] * next.factors[at];
            sums[c] = offsets[c] * next.factors[at] + next.offsets[at];
        }
        return new ChannelLine(both, sums);
    }

    /** Whether floats can hold it. */
    boolean isFinite() {
        return DoubleStream.concat(DoubleStream.of(factors), DoubleStream.of(offsets))
                .allMatch(number -> Math.abs(number) <= Float.MAX_VALUE);
    }

    /** Whether all channels have the same line. */
    boolean isUniform() {
        return factors.length == 1;
    }

    private static Optional<ChannelLine> parsed(Call call, String value) {
        String op = call.node().op();
        if (op.equals("BatchNormalization")) {
            return call.isConstant(1) && call.isConstant(2) && call.isConstant(3) && call.isConstant(4)
                    ? Optional.of(normalisation(call))
                    : Optional.empty();
        }
        if (call.node().inputs().size() != 2 || !call.result(0).type().isFloat()) {
            return Optional.empty();
        }
        int x = call.node().input(0).equals(value) ? 0 : 1;
        if (!call.shape(x).equals(call.result(0).shape())) {
            return Optional.empty(); // x itself is repeated
        }
        return perChannel(call, 1 - x).flatMap(constants -> switch (op) {
            case "Add" -> Optional.of(new ChannelLine(each(constants, c -> 1), constants));
            case "Sub" -> Optional.of(x == 0
                    ? new ChannelLine(each(constants, c -> 1), each(constants, c -> -c))
                    : new ChannelLine(each(constants, c -> -1), constants));
            case "Mul" -> Optional.of(new ChannelLine(constants, each(constants, c -> 0)));
            case "Div" -> x == 0
                    ? Optional.of(new ChannelLine(each(constants, c -> 1 / c), each(constants, c -> 0)))
                    : Optional.empty();
            default -> Optional.empty();
        });
    }

    private static ChannelLine normalisation(Call call) {
        BatchNormalization.Lines lines = BatchNormalization.Lines.of(call);
        return new ChannelLine(doubles(lines.factors()), doubles(lines.offsets()));
    }

    /** The elements of a constant operand that differ along the channels only. */
    private static Optional<double[]> perChannel(Call call, int input) {
        if (!call.isConstant(input)) {
            return Optional.empty();
        }
        Tensor constant = call.constant(input);
        Shape result = call.result(0).shape();
        if (constant.shape().elements() == 1) {
            return Optional.of(doubles(constant.asFloats()));
        }
        if (result.rank() < 2 || constant.shape().rank() > result.rank()) {
            return Optional.empty();
        }
        Shape shape = constant.shape().expanded(result.rank());
        return shape.get(1) == shape.elements() ? Optional.of(doubles(constant.asFloats())) : Optional.empty();
    }

    private static double[] doubles(float... floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    private static double[] each(double[] values, DoubleUnaryOperator function) {
        return DoubleStream.of(values).map(function).toArray();
    }
}
