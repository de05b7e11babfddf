package adjoint.simd.strategy;

import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.AxisPhase.Segment;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.GatherAxis;
import adjoint.simd.gather.Phase;
import adjoint.simd.kernel.InputRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Outputs of one phase whose taps within the input are the same: rows and columns, for the planes of a depth segment.
 *
 * @param planes  the planes and their taps
 * @param rows    the rows and their taps
 * @param columns the columns and their taps
 * @param runs    runs of inputs as {@link InputRuns#NUMBERS} numbers each: where it starts, relative to an output's origin; which step
 *                of the filter it starts with, counted through all taps and input channels of the phase; its length
 */
record Rectangle(Segment planes, Segment rows, Segment columns, int[] runs) {

    /** All rectangles of a phase of each axis, taps whose inputs lie side by side in one run. */
    static List<Rectangle> of(Gather g, Bands bands, Phase phase) {
        return of(g, bands, phase, bands.areSideBySide(phase.width()), InputRuns.MAX_LENGTH);
    }

    /** All rectangles of a phase of each axis, each tap a run of its own that is not cut. */
    static List<Rectangle> tapByTap(Gather g, Bands bands, Phase phase) {
        return of(g, bands, phase, false, Integer.MAX_VALUE);
    }

    /** For each tap of a phase of each axis, where it reads within the input: rectangles that overlap. */
    static List<Rectangle> ofTaps(Gather g, Bands bands, Phase phase) {
        List<Rectangle> rectangles = new ArrayList<>();
        for (Segment planes : ofTaps(bands, g.depth(), phase.depth())) {
            for (Segment rows : ofTaps(bands, g.height(), phase.height())) {
                for (Segment columns : ofTaps(bands, g.width(), phase.width())) {
                    rectangles.add(of(g, bands, phase, false, InputRuns.MAX_LENGTH, planes, rows, columns));
                }
            }
        }
        return List.copyOf(rectangles);
    }

    /** The outputs of each tap that reads within the input at all. */
    private static List<Segment> ofTaps(Bands bands, GatherAxis axis, AxisPhase phase) {
        List<Segment> taps = new ArrayList<>();
        for (int tap = 0; tap < phase.tapAt().length; tap++) {
            int it = tap;
            List<Segment> reading = segments(bands, axis, phase).stream()
                    .filter(segment -> segment.tapFrom() <= it && it < segment.tapTo()).toList();
            if (!reading.isEmpty()) {
                taps.add(new Segment(reading.getFirst().first(), reading.getLast().end(), tap, tap + 1));
            }
        }
        return taps;
    }

    /** All outputs of a phase of each axis, without their taps. */
    static Rectangle whole(Phase phase) {
        return new Rectangle(whole(phase.depth()), whole(phase.height()), whole(phase.width()), new int[0]);
    }

    private static Segment whole(AxisPhase phase) {
        return new Segment(0, phase.count(), 0, 0);
    }

    private static List<Rectangle> of(Gather g, Bands bands, Phase phase, boolean merged, int maxRun) {
        List<Rectangle> rectangles = new ArrayList<>();
        for (Segment planes : segments(bands, g.depth(), phase.depth())) {
            for (Segment rows : segments(bands, g.height(), phase.height())) {
                for (Segment columns : segments(bands, g.width(), phase.width())) {
                    rectangles.add(of(g, bands, phase, merged, maxRun, planes, rows, columns));
                }
            }
        }
        return List.copyOf(rectangles);
    }

    private static List<Segment> segments(Bands bands, GatherAxis axis, AxisPhase phase) {
        return bands.padded() ? phase.whole() : phase.segments(axis.inExtent());
    }

    private static Rectangle of(Gather g, Bands bands, Phase phase, boolean merged, int maxRun, Segment planes,
            Segment rows, Segment columns) {
        int heightTaps = phase.height().tapAt().length;
        int widthTaps = phase.width().tapAt().length;
        int inRow = columns.tapTo() - columns.tapFrom();
        int perRow = merged ? Math.min(1, inRow) : inRow;
        int length = (merged ? inRow : 1) * g.inChannels();
        IntStream.Builder runs = IntStream.builder();
        for (int kd = planes.tapFrom(); kd < planes.tapTo(); kd++) {
            for (int kh = rows.tapFrom(); kh < rows.tapTo(); kh++) {
                for (int kw = columns.tapFrom(); kw < columns.tapFrom() + perRow; kw++) {
                    int at = bands.tapAt(phase, kd, kh, kw);
                    int step = ((kd * heightTaps + kh) * widthTaps + kw) * g.inChannels();
                    for (int done = 0; done < length; done += Math.min(length - done, maxRun)) {
                        runs.add(at + done * bands.runStep()).add(step + done).add(Math.min(length - done, maxRun));
                    }
                }
            }
        }
        return new Rectangle(planes, rows, columns, runs.build().toArray());
    }

    /**
     * Behind the last of some runs that can be multiplied as one: they follow each other in the filter too.
     *
     * @param from     the first of them
     * @param maxSteps at most so many steps, of which a run has no more
     */
    int endOfPiece(int from, int maxSteps) {
        assert from == runs.length || runs[from + InputRuns.LENGTH] <= maxSteps;
        int to = from;
        int steps = 0;
        while (to < runs.length && (to == from || runs[to + InputRuns.STEP] == runs[from + InputRuns.STEP] + steps)
                && steps + runs[to + InputRuns.LENGTH] <= maxSteps) {
            steps += runs[to + InputRuns.LENGTH];
            to += InputRuns.NUMBERS;
        }
        return to;
    }

    /** Pixels of all its planes. */
    int pixels() {
        return (planes.end() - planes.first()) * (rows.end() - rows.first()) * (columns.end() - columns.first());
    }

    /** Steps of some runs. */
    int steps(int from, int to) {
        int steps = 0;
        for (int run = from; run < to; run += InputRuns.NUMBERS) {
            steps += runs[run + InputRuns.LENGTH];
        }
        return steps;
    }
}
