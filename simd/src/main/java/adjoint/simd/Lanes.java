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

    /** Bytes of one vector. */
    public static final int BYTES = F32 * Float.BYTES;

    /**
     * Vector registers that a kernel may count on: 32 with AVX-512, NEON and SVE, 16 with AVX2. Kernels for 32 keep most of their sums in
     * memory where there are 16, at a third of the speed; those for 16 run anywhere. So an x86 processor with vectors below 512 bits
     * counts as one of 16, though it may have AVX-512.
     */
    public static final int REGISTERS = F32 >= 16 || !isX86() ? 32 : 16;

    /** Whether a vector is as long as a cache line, so that each access crosses lines unless it begins at one. */
    public static final boolean ARE_LINES = BYTES == 64;

    private Lanes() {
    }

    private static boolean isX86() {
        String arch = System.getProperty("os.arch");
        return arch.equals("amd64") || arch.equals("x86_64");
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
