package adjoint.onnx.compile;

import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Tensor;
import adjoint.onnx.network.RandomNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Passes change what a network looks like, and nothing that it computes. */
class RandomNetworksTest {

    /** Of values around 1. Weights are drawn so that rounding stays far below: what is above is wrong. */
    private static final float TOLERANCE = 1e-4f;

    @Property
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void allPassesTogetherChangeNoResult(@ForAll(supplier = RandomNetwork.Any.class) RandomNetwork network) {
        try {
            Rewriting rewriting = rewriting(network);
            for (int i = 0; i < Compiler.PASSES.size(); i++) {
                String before = rewriting.after().toString();
                if (!rewriting.by(Compiler.PASSES.get(i)).after().toString().equals(before)) {
                    Statistics.label("passes").collect(name(i));
                }
            }
            rewriting.same(TOLERANCE);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(told(network) + "\ncomputes something else behind " + firstWrong(network), e);
        }
        Statistics.label("passes").coverage(coverage -> IntStream.range(0, Compiler.PASSES.size())
                .forEach(i -> coverage.check(name(i)).count(count -> count > 0)));
    }

    /** In the whole sequence, one pass takes from another what that one might do wrong. */
    @Property
    void noPassAloneChangesAResult(@ForAll(supplier = RandomNetwork.Any.class) RandomNetwork network,
            @ForAll("passes") Compiler.Pass pass) {
        try {
            rewriting(network).by(pass).same(TOLERANCE);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(told(network) + "\ncomputes something else behind " + name(pass), e);
        }
    }

    @Provide
    Arbitrary<Compiler.Pass> passes() {
        List<Compiler.Pass> passes = new ArrayList<>(Compiler.PASSES);
        passes.add(new Layout(node -> true));
        return Arbitraries.of(passes);
    }

    private static Rewriting rewriting(RandomNetwork network) {
        return Rewriting.of(network.graph(), network.inputs());
    }

    /** The pass from which on the sequence is wrong. */
    private static String firstWrong(RandomNetwork network) {
        Rewriting rewriting = rewriting(network);
        for (int i = 0; i < Compiler.PASSES.size(); i++) {
            try {
                rewriting.by(Compiler.PASSES.get(i)).same(TOLERANCE);
            } catch (AssertionError | RuntimeException e) {
                return name(i) + ":\n" + rewriting.after();
            }
        }
        return "all passes, though behind none of them";
    }

    private static String name(int pass) {
        return "pass " + pass + ", " + name(Compiler.PASSES.get(pass));
    }

    private static String name(Compiler.Pass pass) {
        return pass.getClass().getSimpleName();
    }

    /** What to make the network from again, and what it is. */
    private static String told(RandomNetwork network) {
        StringBuilder told = new StringBuilder(network + "\n");
        Stream.of(network.inputs(), network.graph().constants()).forEach(values -> values
                .forEach((name, tensor) -> told.append(name).append(" = ").append(said(tensor)).append('\n')));
        return told.append(network.graph()).toString();
    }

    private static String said(Tensor tensor) {
        return tensor instanceof IntegerTensor integers
                ? Arrays.toString(integers.toLongs())
                : "floats " + tensor.shape();
    }
}
