package adjoint.cli.upscale;

import java.util.Locale;

/** How a pixel's weight falls off with the distance to it, in pixels of the small picture. */
enum Method {
    /** A triangle. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            return Math.max(0, 1 - distance);
        }
    },
    /**
     * Cubic convolution with a = -1/2, the value for which a parabola is reproduced. Source: R. Keys, "Cubic convolution
     * interpolation for digital image processing", 1981.
     */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double d = distance;
            if (d < 1) {
                return (1.5 * d - 2.5) * d * d + 1;
            }
            return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
        }
    },
    /** A sinc under the window of a sinc three times as wide. Source: C. Duchon, "Lanczos filtering", 1979. */
    LANCZOS(3) {
        @Override
        double weight(double distance) {
            return distance < 3 ? sinc(distance) * sinc(distance / 3) : 0;
        }
    };

    /** The distance from which on the weight is 0. */
    final int radius;

    Method(int radius) {
        this.radius = radius;
    }

    /** Its name on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The weight at a distance of at least 0, not yet normalised. */
    abstract double weight(double distance);

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
