package adjoint.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The one vector shape that every kernel uses: the widest of this machine, or what {@code -XX:MaxVectorSize} leaves of it. */
public final class Lanes {

    /** The species; a constant, since C2 allocates every vector of a species it cannot fold. */
    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats in one vector. */
    public static final int F32 = SPECIES.length();

    private Lanes() {
    }

    /**
     * The lanes whose positions lie within {@code 0..extent-1}.
     *
     * @param first  the position of lane 0, its magnitude below 2^24; that of each other lane is one more than the lane's before it
     * @param extent behind the last position
     * @return the mask
     */
    public static VectorMask<Float> within(int first, int extent) {
        FloatVector position = FloatVector.broadcast(SPECIES, first).addIndex(1);
        return position.compare(VectorOperators.GE, 0).and(position.compare(VectorOperators.LT, extent));
    }
}
