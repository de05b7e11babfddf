package adjoint.conformance;

import adjoint.ConvSpec;
import adjoint.Convolution;
import adjoint.FilterGradient;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import adjoint.simd.Lanes;
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
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** That the generated problems reach every way to compute: the contracts say nothing of one that is never taken. */
class SimdStrategiesTest {

    private static final List<String> WAYS = Stream
            .concat(Strategies.ALL.stream().map(Strategy::name), Stream.of("BorderFold", "GradientGemm")).toList();
    /** Those that this machine has: strips are for 16 vector registers. */
    private static final List<String> CHOSEN = WAYS.stream()
            .filter(name -> Lanes.REGISTERS < 32 || !name.equals("StripGemm")).toList();

    @Test
    void aSingleChannelIsComputedInPlanesWhateverItsLayout() {
        ConvSpec spec = ConvSpec.of(1, 1, 5, 5).padding(Padding.SAME);
        Problem first = spec.layout(Layout.NCHW).fromX(2, 30, 40);
        Problem last = spec.layout(Layout.NHWC).fromX(2, 30, 40);
        Tensors tensors = Tensors.integers(first, 42);
        Floats filter = Floats.of(tensors.w());
        Backend simd = Backends.named("simd");
        float[][] results = new float[4][];
        int at = 0;
        for (Problem problem : List.of(first, last)) {
            Convolution convolution = Convolution.plan(problem, filter, Epilogue.NONE, simd);
            TransposedConvolution transposed = TransposedConvolution.plan(problem, filter, Epilogue.NONE, simd);
            assertTrue(convolution.describe().contains("lanes on pixels"), convolution.describe());
            assertTrue(transposed.describe().contains("lanes on pixels"), transposed.describe());
            results[at] = new float[tensors.y().length];
            convolution.run(tensors.x(), results[at++]);
            results[at] = new float[tensors.x().length];
            transposed.run(tensors.y(), results[at++]);
        }
        assertArrayEquals(results[0], results[2]);
        assertArrayEquals(results[1], results[3]);
    }

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
                .coverage(coverage -> CHOSEN.forEach(name -> coverage.check(name).count(count -> count > 0)));
    }
}
