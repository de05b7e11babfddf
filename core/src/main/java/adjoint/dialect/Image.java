package adjoint.dialect;

import adjoint.geometry.Layout;
import java.util.List;

/** The extents of an image tensor, taken apart. */
record Image(int batch, int channels, List<Integer> extents, int firstSpatial) {

    static Image of(List<Integer> shape, Layout layout) {
        int last = shape.size() - 1;
        return layout == Layout.NCHW
                ? new Image(shape.get(0), shape.get(1), shape.subList(2, last + 1), 2)
                : new Image(shape.get(0), shape.get(last), shape.subList(1, last), 1);
    }

    /** The name of a spatial extent, as in {@code input[2]}. */
    String name(String tensor, int axis) {
        return tensor + "[" + (firstSpatial + axis) + "]";
    }
}
