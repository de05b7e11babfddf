package adjoint.simd;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Which lanes of two vectors make a third: one permute each. On integers, because C2 converts the indices of a float vector anew in
 * each loop; in constants, because it knows only those.
 */
public final class Pairs {

    private static final VectorSpecies<Integer> S = Lanes.SPECIES.withLanes(int.class);

    /** Lanes a0 b0 a1 b1 ... of the lower halves. */
    public static final IntVector LOWER = indices(lane -> lane / 2 + lane % 2 * Lanes.F32);
    /** Lanes a0 b0 a1 b1 ... of the upper halves. */
    public static final IntVector UPPER = indices(lane -> (Lanes.F32 + lane) / 2 + lane % 2 * Lanes.F32);
    /** Lanes a0 a2 ... b0 b2 ... */
    public static final IntVector EVEN = indices(lane -> 2 * lane);

    private Pairs() {
    }

    private static IntVector indices(IntUnaryOperator laneOf) {
        int[] indices = new int[Lanes.F32];
        Arrays.setAll(indices, laneOf);
        return IntVector.fromArray(S, indices, 0);
    }
}
