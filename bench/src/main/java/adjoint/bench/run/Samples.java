package adjoint.bench.run;

import adjoint.bench.cases.BenchCase;
import adjoint.conformance.Tensors;
import adjoint.geometry.Axis;
import adjoint.geometry.FilterStrides;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import adjoint.geometry.TensorStrides;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Compares some elements of an output with the formula, in double. The reference would take minutes for large layers. */
final class Samples {

    private static final int COUNT = 200;

    private final BenchCase layer;
    private final Geometry geometry;
    private final TensorStrides inputStrides;
    private final TensorStrides outputStrides;
    private final FilterStrides filterStrides;

    private Samples(BenchCase layer) {
        this.layer = layer;
        Problem problem = layer.problem(Layout.NCHW);
        geometry = layer.geometry();
        inputStrides = layer.transposed() ? problem.yStrides() : problem.xStrides();
        outputStrides = layer.transposed() ? problem.xStrides() : problem.yStrides();
        filterStrides = problem.filterStrides();
    }

    /**
     * Compares.
     *
     * @param layer   what was computed
     * @param tensors from what
     * @param output  the result in NCHW order
     * @throws AssertionError if an element is further off than rounding explains
     */
    static void check(BenchCase layer, Tensors tensors, float[] output) {
        Samples samples = new Samples(layer);
        float[] input = layer.transposed() ? tensors.y() : tensors.x();
        SplittableRandom random = new SplittableRandom(1);
        for (int sample = 0; sample < COUNT && output.length > 0; sample++) {
            samples.check(input, tensors.w(), output, random);
        }
    }

    private void check(float[] values, float[] filter, float[] output, SplittableRandom random) {
        int n = random.nextInt(geometry.batch());
        int channel = random.nextInt(layer.outputChannels());
        int d = random.nextInt(outputExtent(geometry.depth()));
        int h = random.nextInt(outputExtent(geometry.height()));
        int w = random.nextInt(outputExtent(geometry.width()));
        int outputs = layer.outputChannels() / geometry.groups();
        int inputs = layer.inputChannels() / geometry.groups();
        int group = channel / outputs;
        double sum = 0;
        double magnitude = 0;
        for (Meeting depth : meetings(geometry.depth(), d)) {
            for (Meeting height : meetings(geometry.height(), h)) {
                for (Meeting width : meetings(geometry.width(), w)) {
                    for (int input = 0; input < inputs; input++) {
                        int o = layer.transposed() ? input : channel % outputs;
                        int c = layer.transposed() ? channel % outputs : input;
                        double product = (double) values[inputStrides.index(n, group * inputs + input, depth.input,
                                height.input, width.input)]
                                * filter[filterStrides.index(group, o, c, depth.tap, height.tap, width.tap)];
                        sum += product;
                        magnitude += Math.abs(product);
                    }
                }
            }
        }
        float actual = output[outputStrides.index(n, channel, d, h, w)];
        double bound = layer.products() * Expected.ROUNDING * magnitude;
        if (!(Math.abs(actual - sum) <= bound)) {
            throw new AssertionError("output[" + n + ", " + channel + ", " + d + ", " + h + ", " + w + "] is " + actual
                    + ", not " + sum + " within " + bound);
        }
    }

    private int outputExtent(Axis axis) {
        return layer.transposed() ? axis.xExtent() : axis.yExtent();
    }

    /** The input elements that contribute to an output element along one axis, each with its tap. */
    private List<Meeting> meetings(Axis axis, int output) {
        List<Meeting> meetings = new ArrayList<>();
        for (int tap = 0; tap < axis.kernel(); tap++) {
            if (layer.transposed()) {
                for (int y = 0; y < axis.yExtent(); y++) {
                    if (axis.position(y, tap) == output) {
                        meetings.add(new Meeting(y, tap));
                    }
                }
            } else {
                int x = axis.position(output, tap);
                if (x >= 0 && x < axis.xExtent()) {
                    meetings.add(new Meeting(x, tap));
                }
            }
        }
        return meetings;
    }

    private record Meeting(int input, int tap) {
    }
}
