package adjoint.geometry;

/**
 * Distances between neighbouring elements of a filter, in elements. The tap strides of a flipped filter are negative.
 *
 * @param base   index of tap (0, 0, 0) of the first channels
 * @param group  to the next group
 * @param o      to the next y-side channel of the group
 * @param c      to the next x-side channel of the group
 * @param depth  to the next tap along depth
 * @param height to the next tap along height
 * @param width  to the next tap along width
 */
public record FilterStrides(int base, int group, int o, int c, int depth, int height, int width) {

    /**
     * Where an element lies.
     *
     * @param groupIndex group
     * @param oIndex     y-side channel within the group
     * @param cIndex     x-side channel within the group
     * @param kd         tap along depth
     * @param kh         tap along height
     * @param kw         tap along width
     * @return its index, from 0
     */
    public int index(int groupIndex, int oIndex, int cIndex, int kd, int kh, int kw) {
        return base + groupIndex * group + oIndex * o + cIndex * c + kd * depth + kh * height + kw * width;
    }

    FilterStrides reversed(int kd, int kh, int kw) {
        int last = base + (kd - 1) * depth + (kh - 1) * height + (kw - 1) * width;
        return new FilterStrides(last, group, o, c, -depth, -height, -width);
    }
}
