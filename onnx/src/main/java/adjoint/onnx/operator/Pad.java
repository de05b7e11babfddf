package adjoint.onnx.operator;

import adjoint.geometry.BorderMode;
import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code Pad}: pads and value are attributes up to opset 10, then inputs. Negative pads cut. */
public final class Pad implements Operator {

    private static final int PADS = 1;
    private static final int VALUE = 2;
    private static final int AXES = 3;

    /**
     * What is added around an image.
     *
     * @param before elements before the first, for each spatial axis
     * @param behind elements behind the last
     * @param border what they are
     */
    public record Margins(List<Integer> before, List<Integer> behind, BorderMode border) {
    }

    /** What is added to an axis. */
    private record Added(int before, int behind) {
        static final Added NOTHING = new Added(0, 0);

        int extent(int extent) {
            return Math.addExact(Math.addExact(extent, before), behind);
        }
    }

    @Override
    public List<TensorType> infer(Call call) {
        mode(call); // or it is refused here, where messages name the node
        return List.of(call.type(0).with(result(call.shape(0), added(call))));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Shape from = call.shape(0);
        Added[] added = added(call);
        BorderMode mode = mode(call);
        int[][] sources = new int[added.length][];
        for (int axis = 0; axis < added.length; axis++) {
            int extent = from.get(axis);
            int before = added[axis].before;
            sources[axis] = new int[added[axis].extent(extent)];
            Arrays.setAll(sources[axis], i -> source(mode, i - before, extent));
        }
        float constant = call.attributes().real("value", 0);
        boolean given = call.has(VALUE);
        return new IndexedCopy(from, sources).kernel(frame -> given ? first(frame.in(VALUE)) : constant);
    }

    /** Constants go into the result, and those that nobody gave are no element of an input. */
    @Override
    public boolean moves(Call call) {
        return call.has(VALUE) || mode(call) != BorderMode.ZEROS;
    }

    @Override
    public String notes() {
        return "all modes";
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        int[] axes = Axes.of(call, AXES);
        return Optional.of(new ChannelsLast(Axes.last(call, AXES, axes), List.of(0)));
    }

    /** What a node adds, if it is what a convolution can read around its image: nothing along batch and channels. */
    public static Optional<Margins> margins(Call call) {
        List<Added> added = List.of(added(call));
        if (added.size() < 3 || !added.subList(0, 2).equals(List.of(Added.NOTHING, Added.NOTHING))) {
            return Optional.empty();
        }
        List<Added> spatial = added.subList(2, added.size());
        return border(call).map(border -> new Margins(spatial.stream().map(Added::before).toList(),
                spatial.stream().map(Added::behind).toList(), border));
    }

    private static Optional<BorderMode> border(Call call) {
        BorderMode mode = mode(call);
        return mode == BorderMode.ZEROS && !isZero(call) ? Optional.empty() : Optional.of(mode);
    }

    private static boolean isZero(Call call) {
        return call.has(VALUE)
                ? call.isConstant(VALUE) && call.floats(VALUE)[0] == 0
                : call.attributes().real("value", 0) == 0;
    }

    private static float first(Span span) {
        return span.array()[span.offset()];
    }

    /** Where elements outside come from; {@link BorderMode#ZEROS} stands for any constant. */
    private static BorderMode mode(Call call) {
        String mode = call.attributes().text("mode", "constant");
        return switch (mode) {
            case "constant" -> BorderMode.ZEROS;
            case "edge" -> BorderMode.REPLICATE;
            case "reflect" -> BorderMode.REFLECT;
            case "wrap" -> BorderMode.CIRCULAR;
            default -> throw new IllegalArgumentException("mode=" + mode + ": must be constant, edge, reflect or wrap");
        };
    }

    private static Added[] added(Call call) {
        long[] pads = call.has(PADS)
                ? call.longs(PADS)
                : call.attributes().longs("pads").stream().mapToLong(Long::longValue).toArray();
        int[] axes = Axes.of(call, AXES);
        if (pads.length != 2 * axes.length) {
            throw new IllegalArgumentException(
                    "pads=" + Arrays.toString(pads) + ": must be two for each of " + axes.length + " axes");
        }
        Added[] added = new Added[call.shape(0).rank()];
        Arrays.fill(added, Added.NOTHING);
        for (int i = 0; i < axes.length; i++) {
            added[axes[i]] = new Added(Math.toIntExact(pads[i]), Math.toIntExact(pads[axes.length + i]));
        }
        return added;
    }

    private static Shape result(Shape shape, Added... added) {
        int[] extents = shape.toArray();
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = added[axis].extent(extents[axis]);
        }
        return Shape.of(extents);
    }

    /** The element of an axis that is at a position, which may lie outside; negative if it is the constant. */
    private static int source(BorderMode mode, int position, int extent) {
        if (position >= 0 && position < extent) {
            return position;
        }
        if (mode != BorderMode.ZEROS && extent == 0) {
            throw new IllegalArgumentException("mode: must be constant where an extent is 0");
        }
        return mode.source(position, extent);
    }
}
