package adjoint.simd.strategy;

import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.AxisPhase.Segment;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.GatherAxis;
import java.util.ArrayList;
import java.util.List;

/**
 * Outputs of one phase whose taps within the input are the same: rows and columns, for the planes of a depth segment.
 *
 * @param planes  the planes and their taps
 * @param rows    the rows and their taps
 * @param columns the columns and their taps
 * @param runAt   where each run of inputs starts, relative to an output's origin
 * @param runStep which step of the filter each run starts with, counted through all taps and input channels of the phase
 * @param length  floats of a run
 */
record Rectangle(Segment planes, Segment rows, Segment columns, int[] runAt, int[] runStep, int length) {

    /** All rectangles of a phase of each axis, taps whose inputs lie side by side in one run. */
    static List<Rectangle> of(Gather g, Bands bands, int fd, int fh, int fw) {
        return of(g, bands, fd, fh, fw, bands.areSideBySide(fw));
    }

    /** All rectangles of a phase of each axis, each tap a run of its own. */
    static List<Rectangle> tapByTap(Gather g, Bands bands, int fd, int fh, int fw) {
        return of(g, bands, fd, fh, fw, false);
    }

    private static List<Rectangle> of(Gather g, Bands bands, int fd, int fh, int fw, boolean merged) {
        List<Rectangle> rectangles = new ArrayList<>();
        for (Segment planes : segments(bands, g.depth(), fd)) {
            for (Segment rows : segments(bands, g.height(), fh)) {
                for (Segment columns : segments(bands, g.width(), fw)) {
                    rectangles.add(of(g, bands, fd, fh, fw, merged, planes, rows, columns));
                }
            }
        }
        return List.copyOf(rectangles);
    }

    private static List<Segment> segments(Bands bands, GatherAxis axis, int phase) {
        AxisPhase outputs = axis.phases().get(phase);
        return bands.padded() ? outputs.whole() : outputs.segments(axis.inExtent());
    }

    private static Rectangle of(Gather g, Bands bands, int fd, int fh, int fw, boolean merged, Segment planes,
            Segment rows, Segment columns) {
        int heightTaps = g.height().phases().get(fh).tapAt().length;
        int widthTaps = g.width().phases().get(fw).tapAt().length;
        int inRow = columns.tapTo() - columns.tapFrom();
        int perRow = merged ? Math.min(1, inRow) : inRow;
        int count = (planes.tapTo() - planes.tapFrom()) * (rows.tapTo() - rows.tapFrom()) * perRow;
        int[] runAt = new int[count];
        int[] runStep = new int[count];
        int run = 0;
        for (int kd = planes.tapFrom(); kd < planes.tapTo(); kd++) {
            for (int kh = rows.tapFrom(); kh < rows.tapTo(); kh++) {
                for (int kw = columns.tapFrom(); kw < columns.tapFrom() + perRow; kw++) {
                    runAt[run] = bands.tapAt(fd, kd, fh, kh, fw, kw);
                    runStep[run++] = ((kd * heightTaps + kh) * widthTaps + kw) * g.inChannels();
                }
            }
        }
        return new Rectangle(planes, rows, columns, runAt, runStep, (merged ? inRow : 1) * g.inChannels());
    }
}
