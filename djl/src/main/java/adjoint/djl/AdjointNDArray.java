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
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * An array on Java's heap, with the operations of DJL's translators and batchifiers. Results are arrays of their own, never
 * windows. Types follow PyTorch: integers with a real number become float32, division and roots are real, sums of integers are
 * int64. Not synchronised: an array that several threads see must not be changed.
 */
final class AdjointNDArray extends RefusingNDArray {

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

    private AdjointNDArray array(Shape resultShape, Elements result) {
        return ours(manager).array(resultShape, result);
    }

    private AdjointNDArray array(View view) {
        return array(view.shape(), view.read(elements()));
    }

    private View view() {
        return View.of(getShape());
    }

    /** An array may be attached to another engine's manager; what is made of it then belongs to nobody. */
    private static AdjointNDManager ours(NDManager manager) {
        return manager instanceof AdjointNDManager own ? own : AdjointNDManager.SYSTEM;
    }

    private static AdjointNDArray ours(NDArray array) {
        return AdjointNDManager.SYSTEM.from(array);
    }

    private int axis(long axis) {
        return axis(axis, shape.dimension());
    }

    private int axis(long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(
                    "axis=" + axis + ": must lie between " + -rank + " and " + (rank - 1) + " for shape " + shape);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    private int[] allAxes() {
        return IntStream.range(0, shape.dimension()).toArray();
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
        return new Indexer(ours(target)).get(this, index);
    }

    @Override
    public void set(NDIndex index, NDArray value) {
        new Indexer(ours(manager)).set(this, index, value);
    }

    @Override
    public void set(NDIndex index, Number value) {
        new Indexer(ours(manager)).set(this, index, value);
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
        new Indexer(ours(manager)).setScalar(this, index, value);
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
        long[] extents = target.getShape().clone();
        long known = 1;
        int open = -1;
        for (int i = 0; i < extents.length; i++) {
            if (extents[i] != -1) {
                known *= extents[i];
            } else if (open < 0) {
                open = i;
            } else {
                known = -1;
                break;
            }
        }
        if (open >= 0 && known > 0) {
            extents[open] = shape.size() / known;
        }
        Shape result = new Shape(extents);
        if (known < 0 || open >= 0 && known == 0 || result.size() != shape.size()) {
            throw new IllegalArgumentException(
                    "shape=" + target + ": must have " + shape.size() + " elements, as " + shape + " has");
        }
        return array(result, elements().copy());
    }

    @Override
    public NDArray expandDims(int axis) {
        int along = axis(axis, shape.dimension() + 1);
        return reshape(shape.slice(0, along).add(1).addAll(shape.slice(along)));
    }

    @Override
    public NDArray squeeze(int[] axes) {
        int[] dropped = IntStream.of(axes).map(this::axis).toArray();
        for (int axis : dropped) {
            if (shape.get(axis) != 1) {
                throw new IllegalArgumentException("axis=" + axis + ": must have extent 1 in shape " + shape);
            }
        }
        return reshape(without(dropped));
    }

    private Shape without(int[] axes) {
        return new Shape(IntStream.of(allAxes()).filter(axis -> IntStream.of(axes).noneMatch(a -> a == axis))
                .mapToLong(axis -> shape.get(axis)).toArray());
    }

    @Override
    public NDArray flatten() {
        return reshape(new Shape(shape.size()));
    }

    @Override
    public NDArray flatten(int startDim, int endDim) {
        int from = axis(startDim);
        int to = axis(endDim) + 1;
        return reshape(shape.slice(0, from).add(shape.slice(from, to).size()).addAll(shape.slice(to)));
    }

    @Override
    public NDArray transpose() {
        return transpose(IntStream.of(allAxes()).map(axis -> shape.dimension() - 1 - axis).toArray());
    }

    @Override
    public NDArray transpose(int... axes) {
        int[] order = IntStream.of(axes).map(this::axis).toArray();
        if (!Arrays.equals(IntStream.of(order).sorted().toArray(), allAxes())) {
            throw new IllegalArgumentException(
                    "axes=" + Arrays.toString(axes) + ": must name each axis of " + shape + " once");
        }
        return array(view().permuted(order));
    }

    @Override
    public NDArray broadcast(Shape target) {
        return array(view().broadcast(target));
    }

    @Override
    public NDArray repeat(int axis, long repeats) {
        int along = axis(axis);
        Shape target = shape.slice(0, along + 1).add(repeats).addAll(shape.slice(along + 1));
        AdjointNDArray repeated = (AdjointNDArray) expandDims(along + 1).broadcast(target);
        return repeated.flatten(along, along + 1);
    }

    @Override
    public NDArray tile(int axis, long repeats) {
        int along = axis(axis);
        Shape target = shape.slice(0, along).add(repeats).addAll(shape.slice(along));
        AdjointNDArray tiled = (AdjointNDArray) expandDims(along).broadcast(target);
        return tiled.flatten(along, along + 1);
    }

    // Element by element.

    private AdjointNDArray map(DataType type, DoubleUnaryOperator reals, LongUnaryOperator integers) {
        Elements from = elements();
        Elements to = new Elements(type, from.count());
        boolean exact = integers != null && !from.isReal() && !to.isReal();
        double[] block = new double[exact ? 0 : Elements.BLOCK];
        long[] whole = new long[exact ? Elements.BLOCK : 0];
        for (int at = 0; at < from.count(); at += Elements.BLOCK) {
            int length = Math.min(Elements.BLOCK, from.count() - at);
            if (exact) {
                from.read(at, whole, length);
                Arrays.setAll(whole, i -> integers.applyAsLong(whole[i]));
                to.write(at, whole, length);
            } else {
                from.read(at, block, length);
                for (int i = 0; i < length; i++) {
                    block[i] = reals.applyAsDouble(block[i]);
                }
                to.write(at, block, length);
            }
        }
        return array(shape, to);
    }

    /** For operations whose results are not integers. */
    private DataType realType() {
        return getDataType().isFloating() ? getDataType() : DataType.FLOAT32;
    }

    AdjointNDArray mapReal(DoubleUnaryOperator operator) {
        return map(realType(), operator, null);
    }

    private AdjointNDArray mapSame(DoubleUnaryOperator reals, LongUnaryOperator integers) {
        return map(getDataType(), reals, integers);
    }

    private AdjointNDArray with(Binary operation, Number n) {
        boolean realNumber = n instanceof Float || n instanceof Double;
        DataType type = getDataType().isFloating() || !realNumber ? getDataType() : DataType.FLOAT32;
        // A boolean is too narrow for most numbers.
        DataType common = type != DataType.BOOLEAN ? type : n instanceof Integer ? DataType.INT32 : DataType.INT64;
        double real = n.doubleValue();
        long whole = n.longValue();
        return map(operation.result(common), x -> operation.of(x, real),
                operation.isReal() || common.isFloating() ? null : x -> operation.of(x, whole));
    }

    private AdjointNDArray with(Binary operation, NDArray other) {
        AdjointNDArray right = ours(other);
        Shape common = Binary.broadcast(shape, right.getShape());
        DataType type = Binary.common(getDataType(), right.getDataType());
        Elements a = shape.equals(common) ? elements() : view().broadcast(common).read(elements());
        Elements b = right.getShape().equals(common)
                ? right.elements()
                : right.view().broadcast(common).read(right.elements());
        return array(common, operation.of(a, b, type));
    }

    private NDArray become(AdjointNDArray result) {
        if (!result.getShape().equals(shape)) {
            throw new IllegalArgumentException(
                    "shape=" + result.getShape() + ": must be " + shape + ", that of the array that is changed");
        }
        intern(result.toType(getDataType(), false));
        return this;
    }

    @Override
    public NDArray add(Number n) {
        return with(Binary.ADD, n);
    }

    @Override
    public NDArray add(NDArray other) {
        return with(Binary.ADD, other);
    }

    @Override
    public NDArray sub(Number n) {
        return with(Binary.SUBTRACT, n);
    }

    @Override
    public NDArray sub(NDArray other) {
        return with(Binary.SUBTRACT, other);
    }

    @Override
    public NDArray mul(Number n) {
        return with(Binary.MULTIPLY, n);
    }

    @Override
    public NDArray mul(NDArray other) {
        return with(Binary.MULTIPLY, other);
    }

    @Override
    public NDArray div(Number n) {
        return with(Binary.DIVIDE, n);
    }

    @Override
    public NDArray div(NDArray other) {
        return with(Binary.DIVIDE, other);
    }

    @Override
    public NDArray pow(Number n) {
        return with(Binary.POWER, n);
    }

    @Override
    public NDArray pow(NDArray other) {
        return with(Binary.POWER, other);
    }

    @Override
    public NDArray maximum(Number n) {
        return with(Binary.MAXIMUM, n);
    }

    @Override
    public NDArray maximum(NDArray other) {
        return with(Binary.MAXIMUM, other);
    }

    @Override
    public NDArray minimum(Number n) {
        return with(Binary.MINIMUM, n);
    }

    @Override
    public NDArray minimum(NDArray other) {
        return with(Binary.MINIMUM, other);
    }

    @Override
    public NDArray addi(Number n) {
        return become(with(Binary.ADD, n));
    }

    @Override
    public NDArray addi(NDArray other) {
        return become(with(Binary.ADD, other));
    }

    @Override
    public NDArray subi(Number n) {
        return become(with(Binary.SUBTRACT, n));
    }

    @Override
    public NDArray subi(NDArray other) {
        return become(with(Binary.SUBTRACT, other));
    }

    @Override
    public NDArray muli(Number n) {
        return become(with(Binary.MULTIPLY, n));
    }

    @Override
    public NDArray muli(NDArray other) {
        return become(with(Binary.MULTIPLY, other));
    }

    @Override
    public NDArray divi(Number n) {
        return become(with(Binary.DIVIDE, n));
    }

    @Override
    public NDArray divi(NDArray other) {
        return become(with(Binary.DIVIDE, other));
    }

    @Override
    public NDArray eq(Number n) {
        return with(Binary.EQUAL, n);
    }

    @Override
    public NDArray eq(NDArray other) {
        return with(Binary.EQUAL, other);
    }

    @Override
    public NDArray neq(Number n) {
        return with(Binary.NOT_EQUAL, n);
    }

    @Override
    public NDArray neq(NDArray other) {
        return with(Binary.NOT_EQUAL, other);
    }

    @Override
    public NDArray gt(Number n) {
        return with(Binary.GREATER, n);
    }

    @Override
    public NDArray gt(NDArray other) {
        return with(Binary.GREATER, other);
    }

    @Override
    public NDArray gte(Number n) {
        return with(Binary.GREATER_OR_EQUAL, n);
    }

    @Override
    public NDArray gte(NDArray other) {
        return with(Binary.GREATER_OR_EQUAL, other);
    }

    @Override
    public NDArray lt(Number n) {
        return with(Binary.LESS, n);
    }

    @Override
    public NDArray lt(NDArray other) {
        return with(Binary.LESS, other);
    }

    @Override
    public NDArray lte(Number n) {
        return with(Binary.LESS_OR_EQUAL, n);
    }

    @Override
    public NDArray lte(NDArray other) {
        return with(Binary.LESS_OR_EQUAL, other);
    }

    @Override
    public NDArray clip(Number min, Number max) {
        return with(Binary.MAXIMUM, min).with(Binary.MINIMUM, max);
    }

    @Override
    public NDArray neg() {
        return mapSame(x -> -x, x -> -x);
    }

    @Override
    public NDArray negi() {
        return become((AdjointNDArray) neg());
    }

    @Override
    public NDArray abs() {
        return mapSame(Math::abs, Math::abs);
    }

    @Override
    public NDArray square() {
        return mapSame(x -> x * x, x -> x * x);
    }

    @Override
    public NDArray sqrt() {
        return mapReal(Math::sqrt);
    }

    @Override
    public NDArray exp() {
        return mapReal(Math::exp);
    }

    @Override
    public NDArray log() {
        return mapReal(Math::log);
    }

    @Override
    public NDArray tanh() {
        return mapReal(Math::tanh);
    }

    @Override
    public NDArray floor() {
        return mapSame(Math::floor, x -> x);
    }

    @Override
    public NDArray ceil() {
        return mapSame(Math::ceil, x -> x);
    }

    /** To nearest, ties to even. */
    @Override
    public NDArray round() {
        return mapSame(Math::rint, x -> x);
    }

    // Along axes.

    /** What is computed of each line along an axis. */
    private interface Line {
        void compute(double[] line, double[] result);
    }

    private interface LongLine {
        void compute(long[] line, long[] result);
    }

    private View lastly(int... axes) {
        int[] last = IntStream.of(axes).map(this::axis).toArray();
        return view().permuted(IntStream.concat(
                IntStream.of(allAxes()).filter(axis -> IntStream.of(last).noneMatch(a -> a == axis)),
                IntStream.of(last)).toArray());
    }

    /** Lines of any elements, for results that are real anyway. */
    private AdjointNDArray lines(int axis, DataType type, int results, Line line) {
        return eachLine(axis, type, results, (from, to) -> {
            int length = Math.toIntExact(shape.get(axis(axis)));
            double[] in = new double[length];
            double[] out = new double[results];
            for (int at = 0, result = 0; at < from.count(); at += length, result += results) {
                from.read(at, in, length);
                line.compute(in, out);
                to.write(result, out, results);
            }
        });
    }

    /** Lines of reals, or of integers, of which double would round those above 2^53. */
    private AdjointNDArray lines(int axis, DataType type, int results, Line reals, LongLine integers) {
        if (elements().isReal()) {
            return lines(axis, type, results, reals);
        }
        return eachLine(axis, type, results, (from, to) -> {
            int length = Math.toIntExact(shape.get(axis(axis)));
            long[] in = new long[length];
            long[] out = new long[results];
            for (int at = 0, result = 0; at < from.count(); at += length, result += results) {
                from.read(at, in, length);
                integers.compute(in, out);
                to.write(result, out, results);
            }
        });
    }

    private AdjointNDArray eachLine(int axis, DataType type, int results, BiConsumer<Elements, Elements> all) {
        int along = axis(axis);
        int length = Math.toIntExact(shape.get(along));
        View ordered = lastly(along);
        Elements from = ordered.read(elements());
        Elements to = new Elements(type, Math.multiplyExact(length == 0 ? 0 : from.count() / length, results));
        all.accept(from, to);
        int rank = shape.dimension();
        Shape last = ordered.shape().slice(0, rank - 1).add(results);
        // Back to where the axis was.
        int[] order = IntStream.range(0, rank).map(i -> i < along ? i : i == along ? rank - 1 : i - 1).toArray();
        View back = View.of(last).permuted(order);
        return array(back.shape(), back.read(to));
    }

    @Override
    public NDArray softmax(int axis) {
        return softmax(axis, false);
    }

    @Override
    public NDArray logSoftmax(int axis) {
        return softmax(axis, true);
    }

    private NDArray softmax(int axis, boolean logarithm) {
        int along = axis(axis);
        return lines(along, realType(), Math.toIntExact(shape.get(along)), (line, result) -> {
            double max = Arrays.stream(line).max().orElse(0);
            double sum = 0;
            for (int i = 0; i < line.length; i++) {
                result[i] = Math.exp(line[i] - max);
                sum += result[i];
            }
            for (int i = 0; i < line.length; i++) {
                result[i] = logarithm ? line[i] - max - Math.log(sum) : result[i] / sum;
            }
        });
    }

    /** Stable: of equal elements the first one comes first, whatever the direction. */
    private static int[] order(int length, IntBinaryOperator comparison, boolean ascending) {
        return IntStream.range(0, length).boxed()
                .sorted((i, j) -> ascending ? comparison.applyAsInt(i, j) : comparison.applyAsInt(j, i))
                .mapToInt(Integer::intValue).toArray();
    }

    private static int[] order(double[] line, boolean ascending) {
        return order(line.length, (i, j) -> Double.compare(line[i], line[j]), ascending);
    }

    private static int[] order(long[] line, boolean ascending) {
        return order(line.length, (i, j) -> Long.compare(line[i], line[j]), ascending);
    }

    @Override
    public NDArray argSort(int axis, boolean ascending) {
        return topIndices(axis, Math.toIntExact(shape.get(axis(axis))), !ascending);
    }

    private NDArray topIndices(int axis, int k, boolean largest) {
        return lines(axis, DataType.INT64, k, (line, result) -> {
            int[] order = order(line, !largest);
            Arrays.setAll(result, i -> order[i]);
        }, (line, result) -> {
            int[] order = order(line, !largest);
            Arrays.setAll(result, i -> order[i]);
        });
    }

    @Override
    public NDArray sort(int axis) {
        return lines(axis, getDataType(), Math.toIntExact(shape.get(axis(axis))), (line, result) -> {
            System.arraycopy(line, 0, result, 0, line.length);
            Arrays.sort(result);
        }, (line, result) -> {
            System.arraycopy(line, 0, result, 0, line.length);
            Arrays.sort(result);
        });
    }

    @Override
    public NDArray sort() {
        return sort(-1);
    }

    @Override
    public NDList topK(int k, int axis, boolean largest, boolean sorted) {
        if (k < 0 || k > shape.get(axis(axis))) {
            throw new IllegalArgumentException(
                    "k=" + k + ": must be at most the extent of axis " + axis + " of " + shape);
        }
        NDArray values = lines(axis, getDataType(), k, (line, result) -> {
            int[] order = order(line, !largest);
            Arrays.setAll(result, i -> line[order[i]]);
        }, (line, result) -> {
            int[] order = order(line, !largest);
            Arrays.setAll(result, i -> line[order[i]]);
        });
        return new NDList(values, topIndices(axis, k, largest));
    }

    @Override
    public NDArray cumSum(int axis) {
        return lines(axis, getDataType().isFloating() ? getDataType() : DataType.INT64,
                Math.toIntExact(shape.get(axis(axis))), (line, result) -> {
                    double sum = 0;
                    for (int i = 0; i < line.length; i++) {
                        sum += line[i];
                        result[i] = sum;
                    }
                }, (line, result) -> {
                    long sum = 0;
                    for (int i = 0; i < line.length; i++) {
                        sum += line[i];
                        result[i] = sum;
                    }
                });
    }

    @Override
    public NDArray argMax() {
        return ((AdjointNDArray) flatten()).argMax(0);
    }

    @Override
    public NDArray argMax(int axis) {
        return ((AdjointNDArray) topOne(axis, true)).squeeze(axis(axis));
    }

    @Override
    public NDArray argMin() {
        return ((AdjointNDArray) flatten()).argMin(0);
    }

    @Override
    public NDArray argMin(int axis) {
        return ((AdjointNDArray) topOne(axis, false)).squeeze(axis(axis));
    }

    /** The first of the largest or smallest; the first NaN if there is one, as in PyTorch. */
    private NDArray topOne(int axis, boolean largest) {
        requireElements(new int[] {axis(axis)});
        return lines(axis, DataType.INT64, 1, (line, result) -> {
            int best = 0;
            for (int i = 1; i < line.length && !Double.isNaN(line[best]); i++) {
                if (Double.isNaN(line[i]) || (largest ? line[i] > line[best] : line[i] < line[best])) {
                    best = i;
                }
            }
            result[0] = best;
        }, (line, result) -> {
            int best = 0;
            for (int i = 1; i < line.length; i++) {
                if (largest ? line[i] > line[best] : line[i] < line[best]) {
                    best = i;
                }
            }
            result[0] = best;
        });
    }

    private void requireElements(int[] axes) {
        if (IntStream.of(axes).anyMatch(axis -> shape.get(axis) == 0)) {
            throw new IllegalArgumentException(
                    "shape=" + shape + ": must have elements along " + Arrays.toString(axes));
        }
    }

    private NDArray reduce(Reduction reduction, int[] axes, boolean keepDims) {
        int[] reduced = IntStream.of(axes).map(this::axis).distinct().toArray();
        if (reduction.needsElements()) {
            requireElements(reduced);
        }
        DataType type = reduction.result(getDataType());
        Shape kept = without(reduced);
        Elements from = lastly(reduced).read(elements());
        Elements to = new Elements(type, kept);
        int lines = to.count();
        int length = lines == 0 ? 0 : from.count() / lines;
        double[] line = new double[from.isReal() ? length : 0];
        long[] whole = new long[from.isReal() ? 0 : length];
        for (int i = 0; i < lines; i++) {
            if (from.isReal()) {
                from.read(i * length, line, length);
                to.write(i, new double[] {reduction.of(line)}, 1);
            } else if (to.isReal()) {
                from.read(i * length, whole, length);
                to.write(i, new double[] {reduction.of(Arrays.stream(whole).asDoubleStream().toArray())}, 1);
            } else {
                from.read(i * length, whole, length);
                to.write(i, new long[] {reduction.of(whole)}, 1);
            }
        }
        long[] extents = shape.getShape().clone();
        IntStream.of(reduced).forEach(axis -> extents[axis] = 1);
        return array(keepDims ? new Shape(extents) : kept, to);
    }

    @Override
    public NDArray max() {
        return max(allAxes(), false);
    }

    @Override
    public NDArray max(int[] axes, boolean keepDims) {
        return reduce(Reduction.MAX, axes, keepDims);
    }

    @Override
    public NDArray min() {
        return min(allAxes(), false);
    }

    @Override
    public NDArray min(int[] axes, boolean keepDims) {
        return reduce(Reduction.MIN, axes, keepDims);
    }

    @Override
    public NDArray sum() {
        return sum(allAxes(), false);
    }

    @Override
    public NDArray sum(int[] axes, boolean keepDims) {
        return reduce(Reduction.SUM, axes, keepDims);
    }

    @Override
    public NDArray mean() {
        return mean(allAxes(), false);
    }

    @Override
    public NDArray mean(int[] axes, boolean keepDims) {
        return reduce(Reduction.MEAN, axes, keepDims);
    }

    @Override
    public NDArray norm(boolean keepDims) {
        return norm(2, allAxes(), keepDims);
    }

    @Override
    public NDArray norm(int ord, int[] axes, boolean keepDims) {
        return toType(realType(), false).abs().pow(ord).sum(axes, keepDims).pow(1.0 / ord);
    }

    @Override
    public NDArray normalize(double exponent, long dim, double eps) {
        int along = axis(dim);
        NDArray norm = toType(realType(), false).abs().pow(exponent).sum(new int[] {along}, true).pow(1 / exponent);
        return div(norm.maximum(eps));
    }

    @Override
    public NDArrayEx getNDArrayInternal() {
        return Refusal.others(new ArrayExtension(this));
    }
}
