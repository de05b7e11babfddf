package adjoint.conformance.contract;

import adjoint.conformance.Cases;
import adjoint.conformance.Compare;
import adjoint.conformance.ConvCase;
import adjoint.conformance.Operator;
import adjoint.conformance.Tensors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.StatisticsReport;

/** Every operator computes what the scalar reference computes, and every element of it. */
public interface OracleContract extends Contract {

    /**
     * Exact on whole numbers.
     *
     * @param word the problem
     * @param seed the data
     */
    @Property(tries = 600)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    default void everyOperatorEqualsTheReferenceOnIntegers(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll long seed) {
        Contract.coverAllKinds(word);
        Tensors in = Tensors.integers(word.problem(), seed);
        for (Operator operator : Operator.values()) {
            Compare.exactlyAsReference(word, operator, backend(), word.problem(), in);
        }
    }

    /**
     * Within the bound on real numbers.
     *
     * @param word the problem
     * @param seed the data
     */
    @Property
    default void everyOperatorIsWithinTheBoundOnReals(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll long seed) {
        Tensors in = Tensors.reals(word.problem(), seed);
        for (Operator operator : Operator.values()) {
            Compare.asReference(word, operator, backend(), word.problem(), in);
        }
    }

    /**
     * Exact on problems with many channels or large images.
     *
     * @param word the problem
     * @param seed the data
     */
    @Property(tries = 25)
    default void largeProblemsEqualTheReferenceOnIntegers(@ForAll(supplier = Cases.Large.class) ConvCase word,
            @ForAll long seed) {
        Tensors in = Tensors.integers(word.problem(), seed);
        for (Operator operator : Operator.values()) {
            Compare.exactlyAsReference(word, operator, backend(), word.problem(), in);
        }
    }

    /**
     * Nothing to read is zeros, nothing to write is nothing.
     *
     * @param word the problem
     * @param seed the data
     */
    @Property
    default void problemsWithoutChannelsEqualTheReference(@ForAll(supplier = WithoutChannels.class) ConvCase word,
            @ForAll long seed) {
        everyOperatorIsWithinTheBoundOnReals(word, seed);
    }

    /** Problems one side of which has no channel. */
    final class WithoutChannels implements ArbitrarySupplier<ConvCase> {
        /** For jqwik. */
        public WithoutChannels() {
        }

        @Override
        public Arbitrary<ConvCase> get() {
            return Arbitraries.of("c0_o3_x5x4_k3x2", "c3_o0_x5x4_k3x2", "c0_o0_x5_k3", "g4_c0_o8_x5_k3_lnhwc",
                    "g4_c8_o0_x5_k3_fhwio",
                    "c0_o17_x9x9_k1_lnhwc").map(ConvCase::parse);
        }
    }
}
