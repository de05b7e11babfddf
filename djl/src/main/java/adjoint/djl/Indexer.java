package adjoint.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDArrayIndexer;
import ai.djl.ndarray.index.full.NDIndexFullPick;
import ai.djl.ndarray.index.full.NDIndexFullSlice;
import ai.djl.ndarray.index.full.NDIndexFullTake;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Parts of arrays by index: boxes, and indices of one axis. */
final class Indexer extends NDArrayIndexer {

    private final AdjointNDManager manager;

    Indexer(AdjointNDManager manager) {
        this.manager = manager;
    }

    @Override
    public NDArray get(NDArray array, NDIndexFullSlice slice) {
        View part = part(array, slice);
        return manager.array(slice.getSqueezedShape(), part.read(manager.from(array).elements()));
    }

    @Override
    public NDArray get(NDArray array, NDIndexFullTake take) {
        AdjointNDArray from = manager.from(array);
        Shape shape = from.getShape();
        int axis = take.getAxis();
        long[] indices = manager.from(take.getIndices().toType(DataType.INT64, false)).elements().toLongs();
        Shape result = Shape.update(shape, axis, indices.length);
        Elements taken = new Elements(from.getDataType(), result);
        View all = View.of(shape);
        View to = View.of(result);
        for (int i = 0; i < indices.length; i++) {
            long index = indices[i] < 0 ? indices[i] + shape.get(axis) : indices[i];
            to.part(axis, i, 1, 1).write(all.part(axis, index, 1, 1).read(from.elements()), taken);
        }
        return manager.array(result, taken);
    }

    @Override
    public NDArray get(NDArray array, NDIndexFullPick pick) {
        throw Refusal.of("get by picked indices");
    }

    @Override
    public void set(NDArray array, NDIndexFullSlice slice, NDArray value) {
        AdjointNDArray to = manager.from(array);
        AdjointNDArray from = manager.from(value).toType(to.getDataType(), false);
        Elements repeated = View.of(from.getShape()).broadcast(slice.getSqueezedShape()).read(from.elements());
        part(array, slice).write(repeated, to.elements());
    }

    @Override
    public void set(NDArray array, NDIndexFullSlice slice, Number value) {
        AdjointNDArray to = manager.from(array);
        View part = part(array, slice);
        part.write(new Elements(to.getDataType(), part.shape()).fill(value.doubleValue()), to.elements());
    }

    private static View part(NDArray array, NDIndexFullSlice slice) {
        View part = View.of(array.getShape());
        for (int axis = 0; axis < array.getShape().dimension(); axis++) {
            part = part.part(axis, slice.getMin()[axis], slice.getShape().get(axis), slice.getStep()[axis]);
        }
        return part;
    }
}
