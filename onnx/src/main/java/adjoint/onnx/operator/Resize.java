package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code Resize} to the nearest element. Scales or sizes are inputs; in channels-last graphs they are the attributes
 * {@link #SCALES} and {@link #SIZES}.
 */
final class Resize implements Operator {

    private static final String SCALES = "adjoint.scales";
    private static final String SIZES = "adjoint.sizes";

    @Override
    public List<TensorType> infer(Call call) {
        return List.of(call.type(0).with(result(call)));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Shape from = call.shape(0);
        Shape to = call.result(0).shape();
        String mode = call.attributes().text("mode", "nearest");
        if (!mode.equals("nearest")) {
            throw new IllegalArgumentException("mode=" + mode + ": must be nearest");
        }
        int[][] sources = new int[from.rank()][];
        for (int axis = 0; axis < sources.length; axis++) {
            sources[axis] = sources(call, axis, from.get(axis), to.get(axis));
        }
        return new Nearest(from, from.strides(), sources).kernel(to);
    }

    @Override
    public boolean moves() {
        return true;
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        Node node = call.node();
        int[] order = ChannelsLast.order(call.shape(0).rank());
        Attributes attributes = node.attributes();
        List<Float> scales = scales(call);
        List<Integer> sizes = sizes(call);
        if (!sizes.isEmpty()) {
            attributes = attributes.with(SIZES, permuted(sizes, order).stream().map(Integer::longValue).toList());
        } else {
            attributes = attributes.with(SCALES, permuted(scales, order));
        }
        return Optional.of(new ChannelsLast(node.with(attributes).withInputs(node.inputs().subList(0, 1)), List.of(0)));
    }

    private static <T> List<T> permuted(List<T> values, int... order) {
        List<T> permuted = new ArrayList<>();
        for (int axis : order) {
            permuted.add(values.get(axis));
        }
        return permuted;
    }

    private static Shape result(Call call) {
        Shape shape = call.shape(0);
        List<Integer> sizes = sizes(call);
        List<Float> scales = scales(call);
        if ((sizes.isEmpty() ? scales.size() : sizes.size()) != shape.rank()) {
            throw new IllegalArgumentException(
                    "scales=" + scales + ", sizes=" + sizes + ": must be one of both, for each of "
                            + shape.rank() + " axes");
        }
        int[] extents = new int[shape.rank()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = sizes.isEmpty()
                    ? (int) Math.floor((double) shape.get(axis) * scales.get(axis))
                    : sizes.get(axis);
        }
        return Shape.of(extents);
    }

    private static List<Float> scales(Call call) {
        int input = call.opset() < 11 ? 1 : 2;
        if (!call.has(input)) {
            return call.attributes().reals(SCALES);
        }
        List<Float> scales = new ArrayList<>();
        for (float scale : call.floats(input)) {
            scales.add(scale);
        }
        return scales;
    }

    private static List<Integer> sizes(Call call) {
        if (!call.has(3)) {
            return call.attributes().integers(SIZES);
        }
        List<Integer> sizes = new ArrayList<>();
        for (long size : call.longs(3)) {
            sizes.add(Math.toIntExact(size));
        }
        return sizes;
    }

    /** For each element of the result on an axis, the one that it takes. */
    private static int[] sources(Call call, int axis, int from, int to) {
        Attributes a = call.attributes();
        List<Integer> sizes = sizes(call);
        double scale = sizes.isEmpty() ? scales(call).get(axis) : (double) to / from;
        String mode = a.text("coordinate_transformation_mode", call.opset() < 11 ? "asymmetric" : "half_pixel");
        String rounding = a.text("nearest_mode", call.opset() < 11 ? "floor" : "round_prefer_floor");
        int[] sources = new int[to];
        for (int i = 0; i < to; i++) {
            double position = position(mode, i, scale, from, to);
            sources[i] = Math.clamp((long) rounded(rounding, position), 0, from - 1);
        }
        return sources;
    }

    private static double position(String mode, int i, double scale, int from, int to) {
        return switch (mode) {
            case "asymmetric" -> i / scale;
            case "half_pixel" -> (i + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> to > 1 ? (i + 0.5) / scale - 0.5 : 0;
            case "align_corners" -> to > 1 ? (double) i * (from - 1) / (to - 1) : 0;
            default -> throw new IllegalArgumentException("coordinate_transformation_mode=" + mode
                    + ": must be asymmetric, half_pixel, pytorch_half_pixel or align_corners");
        };
    }

    private static double rounded(String mode, double position) {
        return switch (mode) {
            case "floor" -> Math.floor(position);
            case "ceil" -> Math.ceil(position);
            case "round_prefer_floor" -> Math.ceil(position - 0.5);
            case "round_prefer_ceil" -> Math.floor(position + 0.5);
            default -> throw new IllegalArgumentException("nearest_mode=" + mode
                    + ": must be floor, ceil, round_prefer_floor or round_prefer_ceil");
        };
    }

    /**
     * Copies each element from its source.
     *
     * @param from    shape of the input
     * @param strides its strides
     * @param sources by axis, then position
     */
    private record Nearest(Shape from, int[] strides, int[][] sources) {

        Kernel kernel(Shape result) {
            // Runs of axes that stay as they are, as the channels of an image with channels last.
            int outer = strides.length;
            while (outer > 0
                    && isIdentity(sources[outer - 1], outer == 1 ? 0 : strides[outer - 2] / strides[outer - 1])) {
                outer--;
            }
            int rank = outer;
            int run = result.elements(rank, strides.length);
            int rowLength = rank == 0 ? 1 : sources[rank - 1].length;
            int rows = rank == 0 ? 1 : result.elements(0, rank - 1);
            return Kernel.split(rows, (long) rowLength * run, (frame, first, end) -> {
                for (int row = first; row < end; row++) {
                    row(frame, row, rank, run);
                }
            });
        }

        private static boolean isIdentity(int[] sources, int extent) {
            if (sources.length != extent) {
                return false;
            }
            for (int i = 0; i < extent; i++) {
                if (sources[i] != i) {
                    return false;
                }
            }
            return true;
        }

        private void row(Frame frame, int row, int rank, int run) {
            Span in = frame.in(0);
            Span out = frame.out();
            int rest = row;
            int at = in.offset();
            for (int axis = rank - 2; axis >= 0; axis--) {
                at += sources[axis][rest % sources[axis].length] * strides[axis];
                rest /= sources[axis].length;
            }
            int[] line = rank == 0 ? new int[1] : sources[rank - 1];
            int stride = rank == 0 ? 0 : strides[rank - 1];
            int yAt = out.offset() + row * line.length * run;
            for (int i = 0; i < line.length; i++) {
                if (run == 1) {
                    out.array()[yAt + i] = in.array()[at + line[i] * stride];
                } else {
                    System.arraycopy(in.array(), at + line[i] * stride, out.array(), yAt + i * run, run);
                }
            }
        }
    }
}
