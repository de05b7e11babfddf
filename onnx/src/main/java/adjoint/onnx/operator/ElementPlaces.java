package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.run.Frame;

/**
 * Where the elements lie that {@code GatherElements} and {@code ScatterElements} speak of: at the place of each index, but on one
 * axis at what the index says.
 */
final class ElementPlaces {

    private final Shape indices;
    private final Indices values;
    private final int extent;
    private final int stride;
    /** Of the data, 0 on the axis. */
    private final int[] strides;

    /** Those of a node whose first inputs are data and indices. */
    ElementPlaces(Call call) {
        Shape data = call.shape(0);
        indices = call.shape(1);
        int axis = data.axis(call.attributes().integer("axis", 0));
        if (indices.rank() != data.rank()) {
            throw new IllegalArgumentException("indices=" + indices + ": must have as many axes as data=" + data);
        }
        for (int i = 0; i < data.rank(); i++) {
            if (i != axis && indices.get(i) > data.get(i)) {
                throw new IllegalArgumentException("indices=" + indices + ": must lie within data=" + data);
            }
        }
        values = Indices.of(call, 1);
        extent = data.get(axis);
        strides = data.strides();
        stride = strides[axis];
        strides[axis] = 0;
    }

    /** Where in the data. */
    int at(Frame frame, int number) {
        return Broadcast.offset(number, indices, strides)
                + Indices.checked(values.at(frame, number), extent) * stride;
    }
}
