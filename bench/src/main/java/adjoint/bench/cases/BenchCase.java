package adjoint.bench.cases;

import adjoint.geometry.FilterLayout;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;

/**
 * A layer to measure.
 *
 * @param id         what {@code --only} and the tables call it
 * @param transposed whether the operator is the transposed convolution, y to x, or the convolution, x to y
 * @param geometry   the numbers; its x side is the input of a convolution and the output of a transposed one
 * @param name       where the layer comes from
 */
public record BenchCase(String id, boolean transposed, Geometry geometry, String name) {

    /** The order of every filter: PyTorch's and ONNX's of both operators. */
    private static final FilterLayout FILTER = FilterLayout.OIHW;

    /** The problem with images of a given order. */
    public Problem problem(Layout layout) {
        return new Problem(geometry, layout, FILTER);
    }

    /** Elements of the output. */
    public int outputElements() {
        return transposed ? geometry.xElements() : geometry.yElements();
    }

    /** Channels of the input. */
    public int inputChannels() {
        return transposed ? geometry.yChannels() : geometry.xChannels();
    }

    /** Channels of the output. */
    public int outputChannels() {
        return transposed ? geometry.xChannels() : geometry.yChannels();
    }

    /** The largest number of products that are summed into one element of the output. */
    public int products() {
        return geometry.taps() * (transposed ? geometry.yGroupChannels() : geometry.xGroupChannels());
    }

    /**
     * Floating point operations of one run, two for each multiply-add, those with padding or cropped outputs counted: convolution
     * {@code 2 N Cout OH OW Cin/g kh kw}, transposed convolution {@code 2 N Cin H W Cout/g kh kw}.
     */
    public double flop() {
        return 2.0 * geometry.multiplyAdds();
    }

    /** The memory traffic that no implementation can avoid, in bytes: each tensor once. */
    public double leastBytes() {
        return (double) Float.BYTES
                * ((long) geometry.xElements() + geometry.yElements() + geometry.filterElements());
    }
}
