package adjoint.djl;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDArrayIndexer;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** What DJL keeps apart from arrays: pictures and lists. Methods as in {@code NDArrayEx}, called through {@link Refusal#others}. */
final class ArrayExtension {

    private static final int CHANNELS = 3;
    private static final float MAX_BYTE = 255;

    private final AdjointNDArray array;

    ArrayExtension(AdjointNDArray array) {
        this.array = array;
    }

    NDArray getArray() {
        return array;
    }

    NDArrayIndexer getIndexer(NDManager manager) {
        return new Indexer(AdjointNDManager.of(manager));
    }

    private AdjointNDManager manager() {
        return AdjointNDManager.of(array.getManager());
    }

    /** Bytes of pixels to planes of floats from 0 to 1. */
    NDArray toTensor() {
        requirePicture("toTensor");
        AdjointNDArray planes = array.getShape().dimension() == CHANNELS
                ? array.transpose(2, 0, 1)
                : array.transpose(0, 3, 1, 2);
        float[] floats = planes.elements().toFloats();
        for (int i = 0; i < floats.length; i++) {
            floats[i] /= MAX_BYTE;
        }
        return manager().array(planes.getShape(), Elements.of(floats));
    }

    /** Planes, each with its mean and deviation. */
    NDArray normalize(float[] mean, float[] std) {
        Shape shape = array.getShape();
        int rank = shape.dimension();
        if (rank < CHANNELS || shape.get(rank - CHANNELS) != mean.length || mean.length != std.length) {
            throw new IllegalArgumentException("shape=" + shape + ": must have as many planes as mean has values, "
                    + mean.length + ", and std, " + std.length);
        }
        Shape each = new Shape(mean.length, 1, 1);
        AdjointNDManager nobody = AdjointNDManager.SYSTEM;
        return array.sub(nobody.create(mean, each)).divi(nobody.create(std, each));
    }

    NDArray resize(int width, int height, int interpolation) {
        requirePicture("resize");
        Shape shape = array.getShape();
        int rank = shape.dimension();
        Elements resized = new Resampling(Image.Interpolation.values()[interpolation])
                .resize(array.elements(), shape, height, width);
        return manager().array(Shape.update(Shape.update(shape, rank - 3, height), rank - 2, width), resized);
    }

    private void requirePicture(String operation) {
        int rank = array.getShape().dimension();
        if (rank != CHANNELS && rank != CHANNELS + 1) {
            throw new IllegalArgumentException(
                    operation + ": shape=" + array.getShape()
                            + ": must be [height, width, channels], or a batch of them");
        }
    }

    NDArray relu() {
        return array.maximum(0);
    }

    NDArray sigmoid() {
        return array.each(Unary.SIGMOID);
    }

    NDArray tanh() {
        return array.tanh();
    }

    NDArray stack(NDList arrays, int axis) {
        List<NDArray> wide = new ArrayList<>();
        int rank = array.getShape().dimension();
        for (NDArray each : all(arrays)) {
            if (!each.getShape().equals(array.getShape())) {
                throw new IllegalArgumentException(
                        "shape=" + each.getShape() + ": must be " + array.getShape() + ", as the first array's");
            }
            wide.add(each.expandDims(axis));
        }
        return concat(wide, axis < 0 ? axis + rank + 1 : axis);
    }

    NDArray concat(NDList arrays, int axis) {
        return concat(all(arrays), axis < 0 ? axis + array.getShape().dimension() : axis);
    }

    private List<NDArray> all(NDList arrays) {
        List<NDArray> all = new ArrayList<>();
        all.add(array);
        all.addAll(arrays);
        return all;
    }

    private NDArray concat(List<NDArray> arrays, int axis) {
        Shape first = arrays.getFirst().getShape();
        long extent = 0;
        DataType type = arrays.getFirst().getDataType();
        for (NDArray each : arrays) {
            Shape shape = each.getShape();
            if (shape.dimension() != first.dimension() || axis < 0 || axis >= first.dimension()
                    || !Shape.update(shape, axis, 0).equals(Shape.update(first, axis, 0))) {
                throw new IllegalArgumentException(
                        "shape=" + shape + ": must be " + first + " in each axis but axis=" + axis);
            }
            extent += shape.get(axis);
            type = Promotion.common(type, each.getDataType());
        }
        Shape shape = Shape.update(first, axis, extent);
        Elements joined = new Elements(type, shape);
        View to = View.of(shape);
        long at = 0;
        for (NDArray each : arrays) {
            AdjointNDArray part = manager().from(each).toType(type, false);
            long length = part.getShape().get(axis);
            to.part(axis, at, length, 1).write(part.elements(), joined);
            at += length;
        }
        return manager().array(shape, joined);
    }
}
