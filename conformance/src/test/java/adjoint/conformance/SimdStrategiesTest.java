package adjoint.conformance;

import adjoint.Convolution;
import adjoint.FilterGradient;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Problem;
import adjoint.simd.Strategies;
import adjoint.simd.strategy.Strategy;
import adjoint.spi.Backend;
import adjoint.spi.Backends;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** That the generated problems reach every way to compute: the contracts say nothing of one that is never taken. */
class SimdStrategiesTest {

    private static final List<String> WAYS = Stream
            .concat(Strategies.ALL.stream().map(Strategy::name), Stream.of("BorderFold", "GradientGemm")).toList();

    @Property(tries = 600)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void everyStrategyIsChosenForSomeProblem(@ForAll(supplier = Cases.Any.class) ConvCase word) {
        Backend simd = Backends.named("simd");
        Problem problem = word.problem();
        Floats filter = Floats.of(new float[problem.geometry().filterElements()]);
        for (String description : List.of(Convolution.plan(problem, filter, Epilogue.NONE, simd).describe(),
                TransposedConvolution.plan(problem, filter, Epilogue.NONE, simd).describe(),
                FilterGradient.plan(problem, simd).describe())) {
            List<String> taken = WAYS.stream()
                    .filter(name -> description.matches("simd: (.* of simd: )?" + name + "\\b(?s:.*)"))
                    .toList();
            assertTrue(!taken.isEmpty(), word + ": " + description);
            taken.forEach(name -> Statistics.label("strategy").collect(name));
        }
        Statistics.label("strategy")
                .coverage(coverage -> WAYS.forEach(name -> coverage.check(name).count(count -> count > 0)));
    }
}
