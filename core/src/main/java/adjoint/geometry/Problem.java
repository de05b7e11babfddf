package adjoint.geometry;

import adjoint.check.Check;
import java.util.function.ToIntFunction;

/**
 * What has to be computed and how its tensors lie in memory: all that a plan depends on, for each of the three operators.
 *
 * @param geometry     the resolved numbers
 * @param layout       order of the x side and of the y side
 * @param filterLayout order of the filter
 */
public record Problem(Geometry geometry, Layout layout, FilterLayout filterLayout) {

    /**
     * Checks that nothing is missing.
     *
     * @throws NullPointerException naming what is null
     */
    public Problem {
        Check.notNull("geometry", geometry);
        Check.notNull("layout", layout);
        Check.notNull("filterLayout", filterLayout);
    }

    /**
     * The x side's extents in memory order.
     *
     * @return the shape, of rank + 2 extents
     */
    public int[] xShape() {
        return layout.shape(geometry.batch(), geometry.xChannels(), extents(Axis::xExtent));
    }

    /**
     * The y side's extents in memory order.
     *
     * @return the shape, of rank + 2 extents
     */
    public int[] yShape() {
        return layout.shape(geometry.batch(), geometry.yChannels(), extents(Axis::yExtent));
    }

    /**
     * The filter's extents in memory order.
     *
     * @return the shape, of rank + 2 extents
     */
    public int[] filterShape() {
        return filterLayout.shape(geometry);
    }

    /**
     * Where the elements of the x side lie.
     *
     * @return the strides
     */
    public TensorStrides xStrides() {
        return layout.strides(geometry.xChannels(), geometry.depth().xExtent(), geometry.height().xExtent(),
                geometry.width().xExtent());
    }

    /**
     * Where the elements of the y side lie.
     *
     * @return the strides
     */
    public TensorStrides yStrides() {
        return layout.strides(geometry.yChannels(), geometry.depth().yExtent(), geometry.height().yExtent(),
                geometry.width().yExtent());
    }

    /**
     * Where the elements of the filter lie.
     *
     * @return the strides
     */
    public FilterStrides filterStrides() {
        return filterLayout.strides(geometry);
    }

    private int[] extents(ToIntFunction<Axis> side) {
        return geometry.axes().stream().mapToInt(side).toArray();
    }
}
