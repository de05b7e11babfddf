package adjoint.bench;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BenchmarksTest {

    @ParameterizedTest
    @ValueSource(classes = {ConvolutionBenchmark.class, EpilogueBenchmark.class, KernelBenchmark.class,
        PeakBenchmark.class})
    void everyBenchmarkRuns(Class<?> benchmark) throws RunnerException {
        var results = new Runner(new OptionsBuilder().include(benchmark.getName()).forks(0)
                .param("shape", "n1_c5_o3_x9x8_k3x3", "deconv:n1_c5_o3_x9x8_k3x3").param("backend", "simd", "reference")
                .param("steps", "10").param("extent", "7").warmupIterations(0).measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1)).verbosity(VerboseMode.SILENT).shouldFailOnError(true)
                .build())
                .run();
        assertFalse(results.isEmpty());
        for (RunResult result : List.copyOf(results)) {
            assertTrue(result.getPrimaryResult().getScore() > 0, result::toString);
        }
    }
}
