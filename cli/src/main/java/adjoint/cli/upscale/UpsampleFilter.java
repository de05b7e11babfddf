package adjoint.cli.upscale;

import adjoint.ConvSpec;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;

/**
 * Interpolation as a transposed convolution: stride = factor, and taps that say how much of a pixel goes to each pixel around
 * it in the large picture.
 *
 * <p>Pixels are squares that a factor divides, so pixel {@code p} of the large picture has its centre at {@code (p + 0.5) /
 * factor - 0.5} in the small one ("half-pixel centres"). For an even factor no two centres meet and the taps number {@code
 * 2 * radius * factor}; for an odd one the middle ones do and there is one tap less.
 *
 * <p>Source: the upsampling layers of J. Long et al., "Fully convolutional networks for semantic segmentation", 2015, whose
 * bilinear filter this is.
 *
 * @param method the fall-off
 * @param factor how many times wider and higher the picture gets, at least 1
 */
record UpsampleFilter(Method method, int factor) {

    /** Pixels on each side of the small picture that reach into the large one from outside. */
    int radius() {
        return method.radius;
    }

    /** Taps along each axis. */
    int size() {
        return 2 * radius() * factor - factor % 2;
    }

    /**
     * The taps along one axis. Those that meet in one pixel, a stride apart, sum to 1: a picture of one colour keeps it.
     */
    double[] taps() {
        double[] taps = new double[size()];
        for (int t = 0; t < taps.length; t++) {
            taps[t] = method.weight(Math.abs(t - (taps.length - 1) / 2.0) / factor);
        }
        for (int phase = 0; phase < factor; phase++) {
            double sum = 0;
            for (int t = phase; t < taps.length; t += factor) {
                sum += taps[t];
            }
            for (int t = phase; t < taps.length; t += factor) {
                taps[t] /= sum;
            }
        }
        return taps;
    }

    /** The filter of all channels, {@code [channels, 1, size, size]}: for each the product of the taps of both axes. */
    float[] filter(int channels) {
        double[] taps = taps();
        float[] filter = new float[channels * taps.length * taps.length];
        int at = 0;
        for (int channel = 0; channel < channels; channel++) {
            for (double down : taps) {
                for (double across : taps) {
                    filter[at++] = (float) (down * across);
                }
            }
        }
        return filter;
    }

    /**
     * The layer. Its y side is the small picture with {@link #radius} pixels added all round, its x side the large picture
     * without what those add at the outside.
     */
    ConvSpec layer(int channels) {
        int overhang = (size() - factor) / 2;
        int crop = radius() * factor + overhang;
        return ConvSpec.depthwise(channels, 1, size(), size()).stride(factor).padding(Padding.explicit(crop, crop))
                .layout(Layout.NHWC);
    }
}
