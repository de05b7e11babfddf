package adjoint.simd.pack;

import adjoint.simd.gather.Gather;
import adjoint.simd.gather.Phase;

/**
 * The filter of one phase for kernels whose lanes are pixels: blocks of MR units, in the order in which a kernel walks over the
 * planes. A unit is one output channel of one member of the phase.
 *
 * <pre>
 * group 0   block 0 (units 0..MR-1)   input channel 0   tap (0,0,0)   MR floats
 *                                                       tap (0,0,1)   MR floats
 *                                     input channel 1   ...
 *           block 1                   ...
 * group 1   ...
 * </pre>
 *
 * Units beyond the last are zeros. Members are counted first, width innermost, so that units whose outputs are neighbours are
 * neighbours too.
 */
public final class PlanarUnits {

    private final Gather g;
    private final Phase phase;
    private final int mr;
    private final int units;
    private final float[] floats;

    /**
     * Packs.
     *
     * @param g        the problem
     * @param phase    the phase
     * @param filter   the caller's filter
     * @param filterAt where it starts
     * @param mr       units of a block
     */
    public PlanarUnits(Gather g, Phase phase, float[] filter, int filterAt, int mr) {
        this.g = g;
        this.phase = phase;
        this.mr = mr;
        this.units = Math.multiplyExact(phase.members(), g.outChannels());
        this.floats = new float[Math.multiplyExact(g.groups() * blocks(), blockFloats())];
        for (int group = 0; group < g.groups(); group++) {
            for (int unit = 0; unit < units; unit++) {
                pack(group, unit, filter, filterAt);
            }
        }
    }

    private void pack(int group, int unit, float[] filter, int filterAt) {
        int member = unit % phase.members();
        int channel = channel(unit);
        int at = at(group, unit / mr) + unit % mr;
        for (int a = 0; a < g.inChannels(); a++) {
            for (int d : phase.depthTaps(member)) {
                for (int h : phase.heightTaps(member)) {
                    int row = filterAt + g.weightAt(group, a, channel, d, h, 0);
                    for (int w : phase.widthTaps(member)) {
                        floats[at] = filter[row + w * g.filter().width()];
                        at += mr;
                    }
                }
            }
        }
    }

    private int blockFloats() {
        return mr * g.inChannels() * phase.taps();
    }

    /**
     * Output channels times members.
     *
     * @return the units of one group
     */
    public int units() {
        return units;
    }

    /**
     * Number of blocks of one group.
     *
     * @return the count
     */
    public int blocks() {
        return Math.ceilDiv(units, mr);
    }

    /**
     * Where a block starts.
     *
     * @param group the group
     * @param block the block
     * @return its index in {@link #floats}
     */
    public int at(int group, int block) {
        return (group * blocks() + block) * blockFloats();
    }

    /**
     * All blocks.
     *
     * @return the array, not copied
     */
    public float[] floats() {
        return floats;
    }

    /**
     * The output channel of a unit.
     *
     * @param unit the unit
     * @return its channel within the group
     */
    public int channel(int unit) {
        return unit / phase.members();
    }

    /**
     * Where a unit's outputs lie, relative to those of output channel 0 of the phase's first outputs.
     *
     * @param unit the unit
     * @return the distance in the output tensor
     */
    public int unitAt(int unit) {
        return channel(unit) * g.out().channel() + phase.outAt(g.out(), unit % phase.members());
    }
}
