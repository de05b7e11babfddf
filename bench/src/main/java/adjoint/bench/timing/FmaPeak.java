package adjoint.bench.timing;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most floating point operations that this machine does in Java: fused multiply-adds between registers, without memory.
 *
 * <p>12 chains hide the latency of 4 cycles on two units and more, and fit into 16 registers with their two factors.
 */
public final class FmaPeak {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;

    private FmaPeak() {
    }

    /** Bits of the vectors. */
    public static int vectorBits() {
        return S.vectorBitSize();
    }

    /** Floating point operations of a run. */
    public static double flop(int steps) {
        return 2.0 * CHAINS * S.length() * steps;
    }

    /** Does so many steps in each chain; the result keeps the compiler from dropping them. */
    public static float run(int steps) {
        // A fixed point of v*x + y, so that no chain runs into infinity or denormal numbers, both of which are slower.
        FloatVector x = FloatVector.broadcast(S, 0.5f);
        FloatVector y = FloatVector.broadcast(S, 0.5f);
        // Different starts: chains of the same numbers could be computed once.
        FloatVector c0 = FloatVector.broadcast(S, 1);
        FloatVector c1 = c0.add(x);
        FloatVector c2 = c1.add(x);
        FloatVector c3 = c2.add(x);
        FloatVector c4 = c3.add(x);
        FloatVector c5 = c4.add(x);
        FloatVector c6 = c5.add(x);
        FloatVector c7 = c6.add(x);
        FloatVector c8 = c7.add(x);
        FloatVector c9 = c8.add(x);
        FloatVector c10 = c9.add(x);
        FloatVector c11 = c10.add(x);
        for (int step = 0; step < steps; step++) {
            c0 = c0.fma(x, y);
            c1 = c1.fma(x, y);
            c2 = c2.fma(x, y);
            c3 = c3.fma(x, y);
            c4 = c4.fma(x, y);
            c5 = c5.fma(x, y);
            c6 = c6.fma(x, y);
            c7 = c7.fma(x, y);
            c8 = c8.fma(x, y);
            c9 = c9.fma(x, y);
            c10 = c10.fma(x, y);
            c11 = c11.fma(x, y);
        }
        return sum(sum(c0, c1, c2), sum(c3, c4, c5), sum(sum(c6, c7, c8), sum(c9, c10, c11), c0))
                .reduceLanes(VectorOperators.ADD);
    }

    private static FloatVector sum(FloatVector a, FloatVector b, FloatVector c) {
        return a.add(b).add(c);
    }
}
