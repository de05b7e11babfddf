package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.run.Frame;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where the slices lie that {@code GatherND} and {@code ScatterND} speak of: each line of the last axis of the indices says a place
 * on the first axes of the data behind those of a batch, which both have.
 */
final class SlicePlaces {

    private final Shape data;
    private final Shape indices;
    private final Indices values;
    private final int batchAxes;
    /** Indices that say one place. */
    private final int length;
    /** Places in each member of the batch. */
    private final int places;
    private final int[] strides;

    /** Those of a node whose first inputs are data and indices. */
    SlicePlaces(Call call, int batchAxes) {
        data = call.shape(0);
        indices = call.shape(1);
        if (data.rank() == 0 || indices.rank() == 0) {
            throw new IllegalArgumentException("data=" + data + ", indices=" + indices + ": must have axes");
        }
        int last = indices.rank() - 1;
        if (batchAxes < 0 || batchAxes > last || batchAxes + indices.get(last) > data.rank()) {
            throw new IllegalArgumentException("indices=" + indices + ": must say places on axes of data=" + data
                    + " behind batch_dims=" + batchAxes);
        }
        for (int axis = 0; axis < batchAxes; axis++) {
            if (data.get(axis) != indices.get(axis)) {
                throw new IllegalArgumentException("indices=" + indices + ": must have the first " + batchAxes
                        + " extents of data=" + data);
            }
        }
        this.batchAxes = batchAxes;
        values = Indices.of(call, 1);
        length = indices.get(last);
        places = indices.elements(batchAxes, last);
        strides = data.strides();
    }

    /** The shape of all slices together. */
    Shape slices() {
        IntStream chosen = Arrays.stream(indices.toArray()).limit(indices.rank() - 1L);
        IntStream slice = Arrays.stream(data.toArray()).skip(axes());
        return Shape.of(IntStream.concat(chosen, slice).toArray());
    }

    /** Axes of the data that a place is said on, with those of the batch. */
    private int axes() {
        return batchAxes + length;
    }

    /** Elements of a slice. */
    int run() {
        return data.elements(axes(), data.rank());
    }

    /** Number of all places. */
    int count() {
        return data.elements(0, batchAxes) * places;
    }

    /** Where a slice begins in the data. */
    int at(Frame frame, int number) {
        int at = number / places * data.elements(batchAxes, data.rank());
        for (int i = 0; i < length; i++) {
            int axis = batchAxes + i;
            at += Indices.checked(values.at(frame, number * length + i), data.get(axis)) * strides[axis];
        }
        return at;
    }
}
