package adjoint.bench.report;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.run.Measurement;
import adjoint.bench.run.Results;
import adjoint.bench.timing.Peak;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

import static adjoint.bench.report.Tables.format;

/**
 * A chart of speed against the floating point operations that each byte of the tensors allows, both on logarithmic axes, under
 * the two roofs of the machine. Points above the slope are no error: their tensors stay in a cache between runs.
 *
 * <p>Source: Williams, Waterman and Patterson, Roofline: An Insightful Visual Performance Model, 2009.
 */
final class Roofline {

    private static final double LEFT = 50;
    private static final double TOP = 45;
    private static final double WIDTH = 800;
    private static final double HEIGHT = 450;
    private static final double MARGIN = 40;

    private final Results results;
    private final Peak peak;
    private final Scale intensity;
    private final Scale speed;
    private final Svg svg = new Svg(LEFT + WIDTH + MARGIN, TOP + HEIGHT + MARGIN, "Roofline");

    private Roofline(Results results) {
        this.results = results;
        peak = results.machine().peak();
        double[] intensities = results.cases().stream().mapToDouble(Roofline::intensity).toArray();
        intensity = Scale.around(LEFT, LEFT + WIDTH, intensities);
        double[] speeds = results.cases().stream().flatMap(layer -> Series.of(results).stream()
                .flatMap(series -> series.pick().apply(results, layer).stream())
                .map(row -> Results.gflops(layer, row))).mapToDouble(Double::doubleValue).toArray();
        double[] withPeak = Arrays.copyOf(speeds, speeds.length + 1);
        withPeak[speeds.length] = peak.gflops();
        speed = Scale.around(TOP + HEIGHT, TOP, withPeak);
    }

    static String of(Results results) {
        Roofline chart = new Roofline(results);
        chart.grid();
        chart.roofs();
        chart.points();
        return chart.svg.end();
    }

    private void grid() {
        svg.text(LEFT, 15, Svg.Anchor.START,
                format("GFLOP/s against FLOP per byte of the tensors; threads: %d; roofs: %.0f GFLOP/s, %.0f GB/s of copying",
                        results.threads(), peak.gflops(), peak.copyGbPerSec()));
        Series.legend(svg, Series.of(results), LEFT, 33);
        for (double value : intensity.powers()) {
            svg.line(intensity.at(value), TOP, intensity.at(value), TOP + HEIGHT, "#dddddd");
            svg.text(intensity.at(value), TOP + HEIGHT + 15, Svg.Anchor.MIDDLE, label(value));
        }
        for (double value : speed.powers()) {
            svg.line(LEFT, speed.at(value), LEFT + WIDTH, speed.at(value), "#dddddd");
            svg.text(LEFT - 5, speed.at(value) + 4, Svg.Anchor.END, label(value));
        }
    }

    private void roofs() {
        double ridge = Math.clamp(peak.gflops() / peak.copyGbPerSec(), intensity.low, intensity.high);
        double reached = Math.min(peak.gflops(), ridge * peak.copyGbPerSec());
        double start = Math.clamp(speed.low / peak.copyGbPerSec(), intensity.low, ridge);
        svg.line(intensity.at(start), speed.at(Math.max(speed.low, start * peak.copyGbPerSec())), intensity.at(ridge),
                speed.at(Math.max(speed.low, reached)), "black");
        svg.line(intensity.at(ridge), speed.at(peak.gflops()), intensity.at(intensity.high), speed.at(peak.gflops()),
                "black");
    }

    private void points() {
        for (BenchCase layer : results.cases()) {
            double x = intensity.at(intensity(layer));
            double highest = TOP + HEIGHT;
            for (Series series : Series.of(results)) {
                Optional<Measurement> row = series.pick().apply(results, layer);
                if (row.isPresent()) {
                    double y = speed.at(Results.gflops(layer, row.get()));
                    highest = Math.min(highest, y);
                    svg.circle(x, y, 4, series.colour(), Series.tip(layer, row.get()));
                }
            }
            svg.text(x, highest - 7, Svg.Anchor.MIDDLE, layer.id());
        }
    }

    /** A power of two. */
    private static String label(double value) {
        return value < 1 ? format("1/%.0f", 1 / value) : format("%.0f", value);
    }

    private static double intensity(BenchCase layer) {
        return layer.flop() / layer.leastBytes();
    }

    /** A logarithmic axis between powers of two. */
    private record Scale(double start, double end, double low, double high) {

        static Scale around(double start, double end, double[] values) {
            double least = Arrays.stream(values).min().orElse(1);
            double most = Arrays.stream(values).max().orElse(1);
            return new Scale(start, end, Math.scalb(1, Math.getExponent(least)), Math.scalb(2, Math.getExponent(most)));
        }

        double at(double value) {
            return start + (end - start) * Math.log(value / low) / Math.log(high / low);
        }

        List<Double> powers() {
            return DoubleStream.iterate(low, value -> value <= high, value -> 2 * value).boxed().toList();
        }
    }
}
