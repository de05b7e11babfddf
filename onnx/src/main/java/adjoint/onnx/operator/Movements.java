package adjoint.onnx.operator;

import adjoint.geometry.Layout;
import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Operators that put each element of the first input to one place or several, by distances alone, see {@link StridedCopy}.
 *
 * @param movement     which elements go where
 * @param channelsLast the same with channels last
 */
record Movements(Function<Call, Movement> movement, Function<Call, Optional<ChannelsLast>> channelsLast)
        implements Operator {

    /**
     * Shape and origin of a result.
     *
     * @param result   its shape
     * @param detailed its axes, or those that they consist of
     * @param strides  distances in the input for each of the detailed axes
     */
    record Movement(Shape result, Shape detailed, int... strides) {

        /** Whether each element follows the one before it: only axes of extent 1 have moved. */
        boolean keepsOrder() {
            int[] expected = detailed.strides();
            return IntStream.range(0, strides.length)
                    .allMatch(axis -> detailed.get(axis) == 1 || strides[axis] == expected[axis]);
        }
    }

    static final Operator TRANSPOSE = new Movements(Movements::transpose, Movements::transposeLast);
    static final Operator EXPAND = new Movements(Movements::expand, call -> Optional.empty());
    static final Operator TILE = new Movements(Movements::tile, call -> Optional.empty());
    static final Operator DEPTH_TO_SPACE = new Movements(Movements::depthToSpace,
            call -> Optional.of(ChannelsLast.marked(call)));
    static final Operator SPACE_TO_DEPTH = new Movements(Movements::spaceToDepth,
            call -> Optional.of(ChannelsLast.marked(call)));

    @Override
    public List<TensorType> infer(Call call) {
        return List.of(call.type(0).with(movement.apply(call).result));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Movement move = movement.apply(call);
        if (move.keepsOrder() && move.result.elements() == call.shape(0).elements()) {
            return Kernel.ALIAS;
        }
        return StridedCopy.kernel(move.detailed, 0, move.strides);
    }

    @Override
    public boolean moves(Call call) {
        return true;
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return channelsLast.apply(call);
    }

    private static Movement transpose(Call call) {
        Shape shape = call.shape(0);
        int[] order = order(call);
        if (!IntStream.of(order).sorted().boxed().toList()
                .equals(IntStream.range(0, shape.rank()).boxed().toList())) {
            throw new IllegalArgumentException(
                    "perm=" + Arrays.toString(order) + ": must name each of the axes of " + shape + " once");
        }
        Shape result = shape.permuted(order);
        int[] strides = shape.strides();
        return new Movement(result, result, IntStream.of(order).map(axis -> strides[axis]).toArray());
    }

    private static int[] order(Call call) {
        int rank = call.shape(0).rank();
        return call.attributes().has("perm")
                ? call.attributes().integers("perm").stream().mapToInt(Integer::intValue).toArray()
                : IntStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
    }

    /** The same order of the axes of images: what was axis i of them is another one now, and so it is in the result. */
    private static Optional<ChannelsLast> transposeLast(Call call) {
        int[] order = order(call);
        int rank = order.length;
        int[] last = ChannelsLast.order(rank);
        List<Long> changed = IntStream.of(last)
                .mapToObj(axis -> (long) ChannelsLast.axis(order[axis], rank)).toList();
        return Optional.of(new ChannelsLast(call.node().with("perm", changed), List.of(0)));
    }

    private static Movement expand(Call call) {
        Shape result = call.shape(0).broadcast(Shape.ofLongs(call.longs(1)));
        return new Movement(result, result, Broadcast.strides(call.shape(0), result));
    }

    private static Movement tile(Call call) {
        Shape shape = call.shape(0);
        Shape repeats = Shape.ofLongs(call.longs(1));
        if (repeats.rank() != shape.rank()) {
            throw new IllegalArgumentException("repeats=" + repeats + ": must be one for each axis of " + shape);
        }
        int[] extents = new int[shape.rank()];
        int[] detailed = new int[2 * shape.rank()];
        int[] strides = new int[2 * shape.rank()];
        for (int axis = 0; axis < shape.rank(); axis++) {
            extents[axis] = Math.multiplyExact(shape.get(axis), repeats.get(axis));
            detailed[2 * axis] = repeats.get(axis);
            detailed[2 * axis + 1] = shape.get(axis);
            strides[2 * axis + 1] = shape.strides()[axis];
        }
        return new Movement(Shape.of(extents), Shape.of(detailed), strides);
    }

    private static Movement depthToSpace(Call call) {
        Image image = Image.of(call, 0);
        int block = block(image, call);
        int fewer = divided(image.channels(), block * block);
        int height = image.extents().get(0);
        int width = image.extents().get(1);
        boolean channelFirst = call.attributes().text("mode", "DCR").equals("CRD");
        int c = image.channelStride();
        int spread = channelFirst ? c : c * fewer;
        int[] channel = {fewer, channelFirst ? c * block * block : c};
        int[] rows = {height, width * image.pixelStride()};
        int[] columns = {width, image.pixelStride()};
        int[] rowInBlock = {block, block * spread};
        int[] columnInBlock = {block, spread};
        Shape result = image.with(fewer, List.of(height * block, width * block)).shape();
        return image.layout() == Layout.NCHW
                ? detailed(image, result, channel, rows, rowInBlock, columns, columnInBlock)
                : detailed(image, result, rows, rowInBlock, columns, columnInBlock, channel);
    }

    private static Movement spaceToDepth(Call call) {
        Image image = Image.of(call, 0);
        int block = block(image, call);
        int height = divided(image.extents().get(0), block);
        int width = divided(image.extents().get(1), block);
        int pixel = image.pixelStride();
        int row = image.extents().get(1) * pixel;
        int[] channel = {image.channels(), image.channelStride()};
        int[] rows = {height, block * row};
        int[] columns = {width, block * pixel};
        int[] rowInBlock = {block, row};
        int[] columnInBlock = {block, pixel};
        Shape result = image.with(Math.multiplyExact(image.channels(), block * block), List.of(height, width)).shape();
        return image.layout() == Layout.NCHW
                ? detailed(image, result, rowInBlock, columnInBlock, channel, rows, columns)
                : detailed(image, result, rows, columns, rowInBlock, columnInBlock, channel);
    }

    /** The movement whose result's axes consist of these, each an extent and a distance in the input. */
    private static Movement detailed(Image image, Shape result, int[]... axes) {
        int images = image.channels() * image.pixels();
        return new Movement(result,
                Shape.of(IntStream.concat(IntStream.of(image.batch()), Arrays.stream(axes).mapToInt(axis -> axis[0]))
                        .toArray()),
                IntStream.concat(IntStream.of(images), Arrays.stream(axes).mapToInt(axis -> axis[1])).toArray());
    }

    private static int block(Image image, Call call) {
        long block = call.attributes().integer("blocksize");
        if (block < 1 || block >= 1 << 15 || image.rank() != 2) {
            throw new IllegalArgumentException(
                    "blocksize=" + block + ": must be at least 1, for images of two spatial axes");
        }
        return (int) block;
    }

    private static int divided(int value, int divisor) {
        if (value % divisor != 0) {
            throw new IllegalArgumentException("extent=" + value + ": must be a multiple of " + divisor);
        }
        return value / divisor;
    }
}
