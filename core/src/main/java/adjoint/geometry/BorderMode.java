package adjoint.geometry;

/**
 * What a window reads where it reaches over the edge of the image. Names and meaning as PyTorch's {@code padding_mode}.
 *
 * <p>Transposed convolution and filter gradient are the exact adjoints of the convolution with the same mode: what lands
 * outside the image is added to the element that the convolution would have read there ("folded back"), and under
 * {@link #ZEROS} it is dropped.
 */
public enum BorderMode {
    /** Zeros: {@code 0 0 | a b c d | 0 0}. */
    ZEROS {
        @Override
        public int source(int position, int extent) {
            return position >= 0 && position < extent ? position : OUTSIDE;
        }
    },
    /** Mirrored at the outermost element, which is not repeated: {@code c b | a b c d | c b}. */
    REFLECT {
        @Override
        public int source(int position, int extent) {
            if (extent == 1) {
                return 0;
            }
            // Mirroring repeats with this period, so a window may reach over the edge by more than the image is wide.
            long period = 2L * (extent - 1);
            long phase = Math.floorMod((long) position, period);
            return (int) Math.min(phase, period - phase);
        }
    },
    /** The outermost element repeated: {@code a a | a b c d | d d}. */
    REPLICATE {
        @Override
        public int source(int position, int extent) {
            return Math.clamp(position, 0, extent - 1);
        }
    },
    /** Wrapped around: {@code c d | a b c d | a b}. */
    CIRCULAR {
        @Override
        public int source(int position, int extent) {
            return Math.floorMod(position, extent);
        }
    };

    /** The answer of {@link #source} where nothing is read. */
    public static final int OUTSIDE = -1;

    /**
     * The element that is read at a position.
     *
     * @param position a position on the axis, inside the image or not
     * @param extent   the image's extent, at least 1 (at least 0 for {@link #ZEROS})
     * @return its index, or {@link #OUTSIDE} if a zero is read
     */
    public abstract int source(int position, int extent);
}
