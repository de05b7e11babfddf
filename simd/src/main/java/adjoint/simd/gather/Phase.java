package adjoint.simd.gather;

import adjoint.geometry.TensorStrides;

/**
 * A phase of each axis: outputs that read the same inputs. A member of it is one of each axis's, counted width innermost.
 *
 * @param depth  phase of the outermost axis
 * @param height phase of the middle axis
 * @param width  phase of the innermost axis
 */
public record Phase(AxisPhase depth, AxisPhase height, AxisPhase width) {

    /**
     * Number of members.
     *
     * @return at least 1
     */
    public int members() {
        return depth.members() * height.members() * width.members(); // no more than there are outputs
    }

    /**
     * Taps of each output.
     *
     * @return the count
     */
    public int taps() {
        return depth.tapAt().length * height.tapAt().length * width.tapAt().length;
    }

    /**
     * The taps along depth of a member.
     *
     * @param member the member
     * @return which of the filter they are, not copied
     */
    public int[] depthTaps(int member) {
        return depth.taps()[depthMember(member)];
    }

    /**
     * The taps along height of a member.
     *
     * @param member the member
     * @return which of the filter they are, not copied
     */
    public int[] heightTaps(int member) {
        return height.taps()[heightMember(member)];
    }

    /**
     * The taps along width of a member.
     *
     * @param member the member
     * @return which of the filter they are, not copied
     */
    public int[] widthTaps(int member) {
        return width.taps()[widthMember(member)];
    }

    /**
     * Where a member's first output lies.
     *
     * @param out    strides of the output
     * @param member the member
     * @return its index, relative to an image's channel
     */
    public int outAt(TensorStrides out, int member) {
        return out.index(0, 0, depth.outStart()[depthMember(member)], height.outStart()[heightMember(member)],
                width.outStart()[widthMember(member)]);
    }

    private int depthMember(int member) {
        return member / width.members() / height.members();
    }

    private int heightMember(int member) {
        return member / width.members() % height.members();
    }

    private int widthMember(int member) {
        return member % width.members();
    }
}
