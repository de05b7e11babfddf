package adjoint.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * An array on Java's heap, with the operations of DJL's translators and batchifiers. Results are arrays of their own, never
 * windows. Types follow PyTorch: integers with a real number become float32, division and roots are real, sums of integers are
 * int64. Not synchronised: an array that several threads see must not be changed.
 */
final class AdjointNDArray extends ComputingNDArray {

    private Elements elements;

    AdjointNDArray(AdjointNDManager manager, Shape shape, Elements elements) {
        super(manager, shape, elements.type());
        this.elements = elements;
    }

    /** The elements, not copied. */
    Elements elements() {
        if (isClosed) {
            throw new IllegalStateException("array " + getUid() + ": must not be closed");
        }
        return elements;
    }

    /** An array may be attached to another engine's manager; what is made of it then belongs to nobody. */
    private AdjointNDManager manager() {
        return AdjointNDManager.of(manager);
    }

    private static AdjointNDArray ours(NDArray array) {
        return AdjointNDManager.SYSTEM.from(array);
    }

    private AdjointNDArray array(Shape resultShape, Elements result) {
        return manager().array(resultShape, result);
    }

    private AdjointNDArray array(View view) {
        return array(view.shape(), view.read(elements()));
    }

    private View view() {
        return View.of(shape);
    }

    private int axis(long axis) {
        return Shapes.axis(shape, axis);
    }

    // Elements in and out.

    @Override
    public ByteBuffer toByteBuffer(boolean tryDirect) {
        Elements shown = elements();
        return (tryDirect ? shown.bytes().asReadOnlyBuffer() : shown.copy().bytes()).order(ByteOrder.nativeOrder());
    }

    @Override
    public void set(Buffer data) {
        elements().put(data);
    }

    @Override
    public AdjointNDArray duplicate() {
        AdjointNDArray copy = array(shape, elements().copy());
        copy.setName(getName());
        return copy;
    }

    @Override
    public AdjointNDArray toType(DataType type, boolean copy) {
        if (type == getDataType()) {
            return copy ? duplicate() : this;
        }
        AdjointNDArray converted = array(shape, elements().as(type));
        converted.setName(getName());
        return converted;
    }

    /** Takes over what another array holds. */
    @Override
    public void intern(NDArray replaced) {
        AdjointNDArray other = ours(replaced);
        elements = other.elements();
        dataType = other.getDataType();
        shape = other.getShape();
        replaced.close();
    }

    @Override
    public void detach() {
        manager.detachInternal(getUid());
        manager = AdjointNDManager.SYSTEM;
    }

    @Override
    public NDArray stopGradient() {
        return this;
    }

    // Parts.

    @Override
    public NDArray get(NDIndex index) {
        return get(manager, index);
    }

    @Override
    public NDArray get(NDManager target, NDIndex index) {
        return new Indexer(AdjointNDManager.of(target)).get(this, index);
    }

    @Override
    public void set(NDIndex index, NDArray value) {
        new Indexer(manager()).set(this, index, value);
    }

    @Override
    public void set(NDIndex index, Number value) {
        new Indexer(manager()).set(this, index, value);
    }

    @Override
    public void set(NDIndex index, Function<NDArray, NDArray> function) {
        set(index, function.apply(get(index)));
    }

    @Override
    public void set(NDArray index, Number value) {
        set(new NDIndex("{}", index), value);
    }

    @Override
    public void setScalar(NDIndex index, Number value) {
        new Indexer(manager()).setScalar(this, index, value);
    }

    @Override
    public NDArray take(NDManager target, NDArray index) {
        return flatten().get(target, new NDIndex("{}", index.flatten())).reshape(index.getShape());
    }

    @Override
    public NDList split(long sections, int axis) {
        long extent = shape.get(axis(axis));
        if (sections < 1 || extent % sections != 0) {
            throw new IllegalArgumentException(
                    "sections=" + sections + ": must divide the extent of axis " + axis + " of " + shape);
        }
        return split(LongStream.range(1, sections).map(i -> i * (extent / sections)).toArray(), axis);
    }

    @Override
    public NDList split(long[] indices, int axis) {
        int along = axis(axis);
        NDList parts = new NDList();
        long from = 0;
        for (int i = 0; i <= indices.length; i++) {
            long to = i < indices.length ? indices[i] : shape.get(along);
            parts.add(array(view().part(along, from, to - from, 1)));
            from = to;
        }
        return parts;
    }

    @Override
    public NDArray flip(int... axes) {
        View flipped = view();
        for (int axis : axes) {
            long extent = shape.get(axis(axis));
            flipped = flipped.part(axis(axis), extent - 1, extent, -1);
        }
        return array(flipped);
    }

    @Override
    public NDArray pad(Shape padding, double value) {
        if (padding.dimension() % 2 != 0 || padding.dimension() > 2 * shape.dimension()) {
            throw new IllegalArgumentException(
                    "padding=" + padding + ": must be pairs, of the last axis first, for shape " + shape);
        }
        long[] padded = shape.getShape().clone();
        for (int i = 0; i < padding.dimension(); i++) {
            padded[padded.length - 1 - i / 2] += padding.get(i);
        }
        Shape result = new Shape(padded);
        View middle = View.of(result);
        for (int i = 0; i < padding.dimension(); i += 2) {
            int along = padded.length - 1 - i / 2;
            middle = middle.part(along, padding.get(i), shape.get(along), 1);
        }
        Elements filled = new Elements(getDataType(), result).fill(value);
        middle.write(elements(), filled);
        return array(result, filled);
    }

    // Shapes.

    @Override
    public AdjointNDArray reshape(Shape target) {
        return array(Shapes.reshaped(shape, target), elements().copy());
    }

    @Override
    public AdjointNDArray expandDims(int axis) {
        int along = Shapes.axis(shape, axis, shape.dimension() + 1);
        return reshape(shape.slice(0, along).add(1).addAll(shape.slice(along)));
    }

    @Override
    public NDArray squeeze(int[] axes) {
        int[] dropped = Shapes.axes(shape, axes);
        for (int axis : dropped) {
            if (shape.get(axis) != 1) {
                throw new IllegalArgumentException("axis=" + axis + ": must have extent 1 in shape " + shape);
            }
        }
        return reshape(Shapes.without(shape, dropped));
    }

    @Override
    public AdjointNDArray flatten() {
        return reshape(new Shape(shape.size()));
    }

    @Override
    public AdjointNDArray flatten(int startDim, int endDim) {
        int from = axis(startDim);
        int to = axis(endDim) + 1;
        return reshape(shape.slice(0, from).add(shape.slice(from, to).size()).addAll(shape.slice(to)));
    }

    @Override
    public NDArray transpose() {
        return transpose(IntStream.of(Shapes.allAxes(shape)).map(axis -> shape.dimension() - 1 - axis).toArray());
    }

    @Override
    public AdjointNDArray transpose(int... axes) {
        int[] order = Shapes.axes(shape, axes);
        if (!Arrays.equals(IntStream.of(order).sorted().toArray(), Shapes.allAxes(shape))) {
            throw new IllegalArgumentException(
                    "axes=" + Arrays.toString(axes) + ": must name each axis of " + shape + " once");
        }
        return array(view().permuted(order));
    }

    @Override
    public AdjointNDArray broadcast(Shape target) {
        return array(view().broadcast(target));
    }

    @Override
    public NDArray repeat(int axis, long repeats) {
        return repeated(axis(axis), axis(axis) + 1, repeats);
    }

    @Override
    public NDArray tile(int axis, long repeats) {
        return repeated(axis(axis), axis(axis), repeats);
    }

    /** Repeats along a further axis, before an axis or behind it, that is then merged with it. */
    private NDArray repeated(int axis, int further, long repeats) {
        Shape target = shape.slice(0, further).add(repeats).addAll(shape.slice(further));
        return expandDims(further).broadcast(target).flatten(axis, axis + 1);
    }

    // Element by element.

    @Override
    AdjointNDArray each(Unary operation) {
        return array(shape, operation.of(elements()));
    }

    @Override
    AdjointNDArray with(Binary operation, Number n) {
        return array(shape, operation.of(elements(), n));
    }

    @Override
    AdjointNDArray with(Binary operation, NDArray other) {
        AdjointNDArray right = ours(other);
        Shape common = Shapes.broadcast(shape, right.getShape());
        return array(common, operation.of(elementsAs(common), right.elementsAs(common)));
    }

    private Elements elementsAs(Shape target) {
        return shape.equals(target) ? elements() : view().broadcast(target).read(elements());
    }

    @Override
    NDArray become(NDArray result) {
        if (!result.getShape().equals(shape)) {
            throw new IllegalArgumentException(
                    "shape=" + result.getShape() + ": must be " + shape + ", that of the array that is changed");
        }
        intern(result.toType(getDataType(), false));
        return this;
    }

    // Along axes.

    private AlongAxis along(int axis) {
        return new AlongAxis(shape, elements(), axis);
    }

    @Override
    public NDArray softmax(int axis) {
        return array(shape, along(axis(axis)).softmax(false));
    }

    @Override
    public NDArray logSoftmax(int axis) {
        return array(shape, along(axis(axis)).softmax(true));
    }

    @Override
    public NDArray cumSum(int axis) {
        return array(shape, along(axis(axis)).cumulativeSum());
    }

    @Override
    public NDArray sort(int axis) {
        return array(shape, along(axis(axis)).sorted());
    }

    @Override
    public NDArray sort() {
        return sort(-1);
    }

    @Override
    public NDArray argSort(int axis, boolean ascending) {
        int along = axis(axis);
        return array(shape, along(along).topIndices(Math.toIntExact(shape.get(along)), !ascending));
    }

    @Override
    public NDList topK(int k, int axis, boolean largest, boolean sorted) {
        int along = axis(axis);
        if (k < 0 || k > shape.get(along)) {
            throw new IllegalArgumentException(
                    "k=" + k + ": must be at most the extent of axis " + axis + " of " + shape);
        }
        Shape kept = Shape.update(shape, along, k);
        AlongAxis lines = along(along);
        return new NDList(array(kept, lines.top(k, largest)), array(kept, lines.topIndices(k, largest)));
    }

    @Override
    public NDArray argMax() {
        return flatten().argMax(0);
    }

    @Override
    public NDArray argMax(int axis) {
        return topIndex(axis(axis), true);
    }

    @Override
    public NDArray argMin() {
        return flatten().argMin(0);
    }

    @Override
    public NDArray argMin(int axis) {
        return topIndex(axis(axis), false);
    }

    private NDArray topIndex(int axis, boolean largest) {
        requireElements(axis);
        return array(Shapes.without(shape, axis), along(axis).topIndex(largest));
    }

    private void requireElements(int... axes) {
        if (IntStream.of(axes).anyMatch(axis -> shape.get(axis) == 0)) {
            throw new IllegalArgumentException(
                    "shape=" + shape + ": must have elements along " + Arrays.toString(axes));
        }
    }

    @Override
    NDArray reduce(Reduction reduction, int[] axes, boolean keepDims) {
        int[] reduced = IntStream.of(Shapes.axes(shape, axes)).distinct().toArray();
        if (reduction.needsElements()) {
            requireElements(reduced);
        }
        Shape kept = Shapes.without(shape, reduced);
        Elements lines = view().permuted(Shapes.lastly(shape, reduced)).read(elements());
        long[] extents = shape.getShape().clone();
        IntStream.of(reduced).forEach(axis -> extents[axis] = 1);
        return array(keepDims ? new Shape(extents) : kept, reduction.of(lines, kept));
    }

    @Override
    public NDArrayEx getNDArrayInternal() {
        return Refusal.others(new ArrayExtension(this));
    }
}
