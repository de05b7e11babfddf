package adjoint.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The one vector shape that every kernel uses: the widest of this machine, or what {@code -XX:MaxVectorSize} leaves of it. */
public final class Lanes {

    /** The species; a constant, since C2 allocates every vector of a species it cannot fold. */
    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats in one vector. */
    public static final int F32 = SPECIES.length();

    private Lanes() {
    }
}
