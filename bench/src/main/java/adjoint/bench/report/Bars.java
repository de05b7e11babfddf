package adjoint.bench.report;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.run.Measurement;
import adjoint.bench.run.Results;
import java.util.List;
import java.util.Optional;

import static adjoint.bench.report.Tables.format;

/** A chart of the speed of each case in percent of the machine's peak. */
final class Bars {

    private static final double BAR = 8;
    private static final double GAP = 10;
    private static final double LEFT = 45;
    private static final double TOP = 45;
    private static final double HEIGHT = 300;
    private static final double BOTTOM = 25;
    private static final double LEAST_WIDTH = 600;
    /** Kernels that skip the padding exceed 100 %. */
    private static final int MOST_PERCENT = 120;
    private static final int STEP = 20;

    private Bars() {
    }

    static String of(Results results) {
        List<Series> series = Series.of(results);
        double group = BAR * series.size() + GAP;
        double width = Math.max(LEAST_WIDTH, LEFT + group * results.cases().size() + GAP);
        Svg svg = new Svg(width, TOP + HEIGHT + BOTTOM, "Percent of the peak of fused multiply-adds");
        svg.text(LEFT, 15, Svg.Anchor.START,
                format("Percent of the peak of fused multiply-adds, %.0f GFLOP/s; threads: %d",
                        results.machine().peak().gflops(), results.threads()));
        Series.legend(svg, series, LEFT, 33);
        for (int percent = 0; percent <= MOST_PERCENT; percent += STEP) {
            svg.line(LEFT, y(percent), width, y(percent), "#dddddd");
            svg.text(LEFT - 5, y(percent) + 4, Svg.Anchor.END, percent + "%");
        }
        for (int at = 0; at < results.cases().size(); at++) {
            BenchCase layer = results.cases().get(at);
            double x = LEFT + GAP + group * at;
            for (int bar = 0; bar < series.size(); bar++) {
                Optional<Measurement> row = series.get(bar).pick().apply(results, layer);
                if (row.isPresent()) {
                    double percent = 100 * Results.gflops(layer, row.get()) / results.machine().peak().gflops();
                    double top = y(Math.min(percent, MOST_PERCENT));
                    svg.rectangle(x + BAR * bar, top, BAR - 1, TOP + HEIGHT - top, series.get(bar).colour(),
                            Series.tip(layer, row.get()));
                }
            }
            svg.text(x + BAR * series.size() / 2, TOP + HEIGHT + 15, Svg.Anchor.MIDDLE, layer.id());
        }
        return svg.end();
    }

    private static double y(double percent) {
        return TOP + HEIGHT * (1 - percent / MOST_PERCENT);
    }
}
