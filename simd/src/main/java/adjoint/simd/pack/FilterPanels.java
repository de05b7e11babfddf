package adjoint.simd.pack;

import adjoint.geometry.Layout;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.Phase;
import java.util.function.IntFunction;

/**
 * The filter of one phase as panels of units, in the order in which a kernel walks over the input. A unit is one output channel
 * of one member of the phase: what reads the same inputs is computed side by side.
 *
 * <pre>
 * group 0   panel 0 (units 0..nr-1)   bias                            nr floats
 *                                     tap (0,0,0)   input channel 0   nr floats
 *                                                   input channel 1   nr floats
 *                                     tap (0,0,1)   ...
 *           panel 1                   ...
 * group 1   ...
 * </pre>
 *
 * Units beyond the last are zeros.
 */
public final class FilterPanels {

    /** Input channels that are packed at a time: 64 lines of a wide panel. */
    private static final int CHANNELS = 16;

    private final Gather g;
    private final Phase phase;
    private final int units;
    /** The first unit of each panel of a group, and behind the last. */
    private final int[] firstUnits;

    /**
     * Shares out units.
     *
     * @param g     the problem
     * @param phase the phase
     * @param lanes floats of a vector
     * @param split the vectors of each panel of a group, from all vectors of the group
     */
    public FilterPanels(Gather g, Phase phase, int lanes, IntFunction<int[]> split) {
        this.g = g;
        this.phase = phase;
        this.units = Math.multiplyExact(phase.members(), g.outChannels());
        int[] vectors = split.apply(Math.ceilDiv(units, lanes));
        this.firstUnits = new int[vectors.length + 1];
        for (int panel = 0; panel < vectors.length; panel++) {
            firstUnits[panel + 1] = firstUnits[panel] + vectors[panel] * lanes;
        }
    }

    /**
     * Packs.
     *
     * @param filter   the caller's filter
     * @param filterAt where it starts
     * @param bias     one for each output channel of all groups
     * @return all panels
     */
    public float[] pack(float[] filter, int filterAt, float[] bias) {
        float[] floats = new float[Math.multiplyExact(g.groups(), groupFloats())];
        for (int group = 0; group < g.groups(); group++) {
            for (int panel = 0; panel < panels(); panel++) {
                packBias(group, panel, bias, floats);
                pack(group, panel, filter, filterAt, floats);
            }
        }
        return floats;
    }

    private void packBias(int group, int panel, float[] bias, float[] floats) {
        int first = firstUnit(panel);
        for (int unit = first; unit < Math.min(units, first + nr(panel)); unit++) {
            floats[at(group, panel) + unit - first] = bias[group * g.outChannels() + channel(unit)];
        }
    }

    private void pack(int group, int panel, float[] filter, int filterAt, float[] floats) {
        int nr = nr(panel);
        int[] sources = new int[Math.min(units - firstUnit(panel), nr)];
        int at = at(group, panel) + nr;
        for (int d = 0; d < phase.depth().tapAt().length; d++) {
            for (int h = 0; h < phase.height().tapAt().length; h++) {
                for (int w = 0; w < phase.width().tapAt().length; w++) {
                    for (int unit = 0; unit < sources.length; unit++) {
                        sources[unit] = filterAt + source(group, firstUnit(panel) + unit, d, h, w);
                    }
                    pack(nr, sources, filter, floats, at);
                    at += g.inChannels() * nr;
                }
            }
        }
    }

    /** Where a unit's weight from input channel 0 lies. */
    private int source(int group, int unit, int d, int h, int w) {
        int member = member(unit);
        return g.weightAt(group, 0, channel(unit), phase.depthTaps(member)[d], phase.heightTaps(member)[h],
                phase.widthTaps(member)[w]);
    }

    /** Packs one tap. What lies nearer together in the filter is read inside. */
    private void pack(int nr, int[] sources, float[] filter, float[] floats, int panelAt) {
        int step = inStep();
        if (outStep() < step) {
            for (int a = 0; a < g.inChannels(); a++) {
                int at = panelAt + a * nr;
                for (int unit = 0; unit < sources.length; unit++) {
                    floats[at + unit] = filter[sources[unit] + a * step];
                }
            }
            return;
        }
        // Some channels at a time, so that a panel's lines stay near while its units are filled in one by one.
        for (int from = 0; from < g.inChannels(); from += CHANNELS) {
            int to = Math.min(g.inChannels(), from + CHANNELS);
            for (int unit = 0; unit < sources.length; unit++) {
                for (int a = from; a < to; a++) {
                    floats[panelAt + a * nr + unit] = filter[sources[unit] + a * step];
                }
            }
        }
    }

    /** From one input channel to the next in the filter. */
    private int inStep() {
        return g.inChannels() > 1 ? g.weightAt(0, 1, 0, 0, 0, 0) - g.weightAt(0, 0, 0, 0, 0, 0) : 0;
    }

    /** From one output channel to the next in the filter. */
    private int outStep() {
        return g.outChannels() > 1 ? g.weightAt(0, 0, 1, 0, 0, 0) - g.weightAt(0, 0, 0, 0, 0, 0) : 0;
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
     * Number of panels of one group.
     *
     * @return the count
     */
    public int panels() {
        return firstUnits.length - 1;
    }

    /**
     * The first unit of a panel.
     *
     * @param panel the panel
     * @return the unit
     */
    public int firstUnit(int panel) {
        return firstUnits[panel];
    }

    /**
     * Units of a panel, those that are zeros included.
     *
     * @param panel the panel
     * @return whole vectors
     */
    public int nr(int panel) {
        return firstUnits[panel + 1] - firstUnits[panel];
    }

    /**
     * Where a panel starts.
     *
     * @param group the group
     * @param panel the panel
     * @return its index in what {@link #pack} returns
     */
    public int at(int group, int panel) {
        return group * groupFloats() + firstUnit(panel) * (1 + steps());
    }

    /**
     * Size of the panels of one group.
     *
     * @return floats
     */
    public int groupFloats() {
        return Math.multiplyExact(firstUnits[panels()], 1 + steps());
    }

    /**
     * Steps of a panel.
     *
     * @return taps times input channels
     */
    public int steps() {
        return phase.taps() * g.inChannels();
    }

    /**
     * Multiplies the weights of each input channel of a group.
     *
     * @param group     the group
     * @param factors   one for each input channel
     * @param factorsAt where they start
     * @param floats    all panels
     * @param scaled    the group's panels, written where those of group 0 lie in {@code floats}
     */
    public void scale(int group, float[] factors, int factorsAt, float[] floats, float[] scaled) {
        int channels = g.inChannels();
        for (int panel = 0; panel < panels(); panel++) {
            int nr = nr(panel);
            int from = at(group, panel);
            int to = at(0, panel);
            System.arraycopy(floats, from, scaled, to, nr);
            for (int step = 0; step < steps(); step += channels) {
                int at = (1 + step) * nr;
                ScalePanel.run(channels, nr, factors, factorsAt, floats, from + at, scaled, to + at);
            }
        }
    }

    /**
     * The output channel of a unit. Units are counted so that neighbours lie near each other in the tensor: channels first if they
     * are last in it, else members first.
     *
     * @param unit the unit
     * @return its channel within the group
     */
    public int channel(int unit) {
        return g.layout() == Layout.NHWC ? unit % g.outChannels() : unit / phase.members();
    }

    private int member(int unit) {
        return g.layout() == Layout.NHWC ? unit / g.outChannels() : unit % phase.members();
    }

    /**
     * Where a unit's outputs lie, relative to those of the phase's first member and channel.
     *
     * @param unit the unit
     * @return the distance in the output tensor
     */
    public int unitAt(int unit) {
        return channel(unit) * g.out().channel() + phase.outAt(g.out(), member(unit)) - phase.outAt(g.out(), 0);
    }
}
