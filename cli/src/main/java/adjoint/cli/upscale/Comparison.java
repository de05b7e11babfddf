package adjoint.cli.upscale;

/**
 * The left half of one enlargement and the right half of another, and a white line between them.
 *
 * @param left  one with the same sizes and bands as the other
 * @param right the other
 */
record Comparison(Enlargement left, Enlargement right) implements Enlargement {

    /** Half of the line's width. */
    private static final int LINE = 1;

    @Override
    public int width() {
        return right.width();
    }

    @Override
    public int height() {
        return right.height();
    }

    @Override
    public int channels() {
        return right.channels();
    }

    @Override
    public int bands() {
        return right.bands();
    }

    @Override
    public float[] band(int index) {
        float[] band = right.band(index);
        float[] other = left.band(index);
        int stride = width() * channels();
        int middle = width() / 2;
        for (int row = 0; row < band.length; row += stride) {
            System.arraycopy(other, row, band, row, middle * channels());
            for (int x = Math.max(0, middle - LINE); x < Math.min(width(), middle + LINE); x++) {
                for (int c = 0; c < channels(); c++) {
                    band[row + x * channels() + c] = 255;
                }
            }
        }
        return band;
    }

    @Override
    public String summary() {
        return right.summary() + System.lineSeparator() + "the left half for comparison: " + left.summary();
    }
}
