package adjoint.bench.timing;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies an array that no cache holds, with vector loads and stores. */
public final class CopyBandwidth {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    /** 64 MiB for each of the two arrays. */
    private static final int FLOATS = 1 << 24;

    private final float[] from = new float[FLOATS];
    private final float[] to = new float[FLOATS];

    /** Bytes read and written by a run. */
    public static double bytes() {
        return 2.0 * Float.BYTES * FLOATS;
    }

    /** Copies once; the result keeps the compiler from dropping it. */
    public float run() {
        for (int at = 0; at < FLOATS; at += S.length()) {
            FloatVector.fromArray(S, from, at).intoArray(to, at);
        }
        return to[FLOATS / 2];
    }
}
