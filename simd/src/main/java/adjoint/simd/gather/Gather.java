package adjoint.simd.gather;

import adjoint.geometry.FilterStrides;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import adjoint.geometry.TensorStrides;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution or transposed convolution as one problem: {@code out[g, b, p] = sum over a, taps of in[g, a, at(p, tap)] *
 * w[g, a, b, tap]}, with input channels a and output channels b of group g.
 *
 * @param batch       images
 * @param groups      groups
 * @param inChannels  input channels of one group
 * @param outChannels output channels of one group
 * @param depth       outermost axis
 * @param height      middle axis
 * @param width       innermost axis
 * @param layout      order of both tensors
 * @param in          strides of the input
 * @param out         strides of the output
 * @param filter      strides of the filter, {@code o} being the input's channel if {@code transposed}
 * @param transposed  whether this is a transposed convolution
 */
public record Gather(int batch, int groups, int inChannels, int outChannels, GatherAxis depth, GatherAxis height,
        GatherAxis width, Layout layout, TensorStrides in, TensorStrides out, FilterStrides filter,
        boolean transposed) {

    /**
     * The gather of a convolution.
     *
     * @param problem the problem
     * @return x to y
     */
    public static Gather convolution(Problem problem) {
        Geometry g = problem.geometry();
        return new Gather(g.batch(), g.groups(), g.xGroupChannels(), g.yGroupChannels(),
                GatherAxis.convolution(g.depth()), GatherAxis.convolution(g.height()),
                GatherAxis.convolution(g.width()), problem.layout(), problem.xStrides(), problem.yStrides(),
                problem.filterStrides(), false);
    }

    /**
     * The gather of a transposed convolution.
     *
     * @param problem the problem, bordered by zeros
     * @return y to x
     */
    public static Gather transposed(Problem problem) {
        Geometry g = problem.geometry();
        return new Gather(g.batch(), g.groups(), g.yGroupChannels(), g.xGroupChannels(),
                GatherAxis.transposed(g.depth()), GatherAxis.transposed(g.height()), GatherAxis.transposed(g.width()),
                problem.layout(), problem.yStrides(), problem.xStrides(), problem.filterStrides(), true);
    }

    /**
     * The same gather into a tensor that lies otherwise.
     *
     * @param strides where the output's elements lie
     * @return the gather
     */
    public Gather withOut(TensorStrides strides) {
        return new Gather(batch, groups, inChannels, outChannels, depth, height, width, layout, in, strides, filter,
                transposed);
    }

    /**
     * All groups as one, as if every input channel met every output channel: for what does not depend on the filter.
     *
     * @return the gather
     */
    public Gather asOneGroup() {
        return new Gather(batch, 1, groups * inChannels, groups * outChannels, depth, height, width, layout, in, out,
                filter,
                transposed);
    }

    /**
     * All outputs, by what they read.
     *
     * @return each phase of an axis with each of the others'
     */
    public List<Phase> phases() {
        List<Phase> phases = new ArrayList<>();
        for (AxisPhase d : depth.phases()) {
            for (AxisPhase h : height.phases()) {
                for (AxisPhase w : width.phases()) {
                    phases.add(new Phase(d, h, w));
                }
            }
        }
        return phases;
    }

    /**
     * Where the first output of a plane of a phase lies, of its first member and the group's first channel.
     *
     * @param phase the phase
     * @param n     image
     * @param group group
     * @param q     plane of the phase
     * @return its index in the output
     */
    public int outAt(Phase phase, int n, int group, int q) {
        return out.index(n, group * outChannels, phase.depth().outStart()[0] + q * phase.depth().outStep(),
                phase.height().outStart()[0], phase.width().outStart()[0]);
    }

    /**
     * Where a weight lies.
     *
     * @param group group
     * @param a     input channel of the group
     * @param b     output channel of the group
     * @param kd    tap along depth
     * @param kh    tap along height
     * @param kw    tap along width
     * @return its index in the filter
     */
    public int weightAt(int group, int a, int b, int kd, int kh, int kw) {
        return transposed ? filter.index(group, a, b, kd, kh, kw) : filter.index(group, b, a, kd, kh, kw);
    }

    /**
     * Elements of the output.
     *
     * @return the count
     */
    public int outElements() {
        return batch * groups * outChannels * depth.outExtent() * height.outExtent() * width.outExtent();
    }

    /**
     * Elements of the input.
     *
     * @return the count
     */
    public int inElements() {
        return batch * groups * inChannels * depth.inExtent() * height.inExtent() * width.inExtent();
    }
}
