package adjoint.conformance.contract;

import adjoint.geometry.BorderMode;
import java.util.stream.IntStream;

/** The padded axis, defined by what the border modes do at one edge. Written unlike {@link BorderMode#source}, which it checks. */
final class Padded {

    private Padded() {
    }

    /**
     * The elements of an image that a padded image consists of.
     *
     * @param border what is padded with
     * @param extent the image's extent
     * @param lo     elements before the image
     * @param padded the padded image's extent
     * @return an index into the image for each element; -1 for a zero
     */
    static int[] sources(BorderMode border, int extent, int lo, int padded) {
        return IntStream.range(-lo, padded - lo).map(position -> source(border, position, extent)).toArray();
    }

    private static int source(BorderMode border, int position, int extent) {
        if (position >= 0 && position < extent) {
            return position;
        }
        boolean before = position < 0;
        return switch (border) {
            case ZEROS -> -1;
            case REPLICATE -> source(border, before ? position + 1 : position - 1, extent);
            case CIRCULAR -> source(border, before ? position + extent : position - extent, extent);
            // Mirrored at one edge the position may lie over the other one, and is mirrored there.
            case REFLECT -> extent == 1 ? 0 : source(border, before ? -position : 2 * (extent - 1) - position, extent);
        };
    }
}
