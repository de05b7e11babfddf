package adjoint.simd.pack;

import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;

/**
 * The filter of one phase as panels of NR output channels, in the order in which a kernel walks over the input:
 *
 * <pre>
 * group 0   panel 0 (outputs 0..NR-1)   tap (0,0,0)   input channel 0   NR floats
 *                                                     input channel 1   NR floats
 *                                       tap (0,0,1)   ...
 *           panel 1                     ...
 * group 1   ...
 * </pre>
 *
 * Outputs beyond the last are zeros.
 */
public final class FilterPanels {

    private FilterPanels() {
    }

    /**
     * Floats of one panel.
     *
     * @param g  the problem
     * @param d  phase along depth
     * @param h  phase along height
     * @param w  phase along width
     * @param nr output channels in a panel
     * @return the size
     */
    public static int panelFloats(Gather g, AxisPhase d, AxisPhase h, AxisPhase w, int nr) {
        return d.taps().length * h.taps().length * w.taps().length * g.inChannels() * nr;
    }

    /**
     * Packs.
     *
     * @param g        the problem
     * @param d        phase along depth
     * @param h        phase along height
     * @param w        phase along width
     * @param filter   the caller's filter
     * @param filterAt where it starts
     * @param nr       output channels in a panel
     * @return the panels of all groups
     */
    public static float[] pack(Gather g, AxisPhase d, AxisPhase h, AxisPhase w, float[] filter, int filterAt, int nr) {
        int panels = Math.ceilDiv(g.outChannels(), nr);
        float[] packed = new float[Math.multiplyExact(g.groups() * panels, panelFloats(g, d, h, w, nr))];
        // Neighbouring output channels are this far apart in the caller's filter.
        int step = g.outChannels() > 1 ? g.weightAt(0, 0, 1, 0, 0, 0) - g.weightAt(0, 0, 0, 0, 0, 0) : 0;
        int at = 0;
        for (int group = 0; group < g.groups(); group++) {
            for (int panel = 0; panel < panels; panel++) {
                int outputs = Math.min(nr, g.outChannels() - panel * nr);
                for (int kd : d.taps()) {
                    for (int kh : h.taps()) {
                        for (int kw : w.taps()) {
                            for (int a = 0; a < g.inChannels(); a++) {
                                int from = filterAt + g.weightAt(group, a, panel * nr, kd, kh, kw);
                                for (int b = 0; b < outputs; b++) {
                                    packed[at + b] = filter[from + b * step];
                                }
                                at += nr;
                            }
                        }
                    }
                }
            }
        }
        return packed;
    }
}
