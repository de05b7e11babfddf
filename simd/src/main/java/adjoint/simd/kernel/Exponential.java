package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * exp(v) for v up to 0, within 2 units in the last place: {@code 2^n exp(r)} with n the nearest whole number to {@code v / ln 2} and a
 * polynomial of degree 6 for {@code |r| <= ln 2 / 2}, with the coefficients and the two parts of ln 2 of Cephes (S. Moshier, expf).
 *
 * <p>The JDK's vector library is a call, and where the JDK has none for a machine, a loop over lanes.
 */
final class Exponential {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    /** Below, the exponential is less than half of the smallest float. */
    private static final float LOWEST = -104;
    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /** 1.5 * 2^23: added to a small number it leaves the nearest whole one in the lowest bits. */
    private static final float ROUNDING = 0x1.8p23f;
    private static final int EXPONENT_AT = 23;
    /** 2^n may be no normal float, 2^64 times that is. */
    private static final int LARGE = Float.floatToRawIntBits(0x1p64f);
    private static final float SMALL = 0x1p-64f;

    private Exponential() {
    }

    /** The exponential of each lane, which is at most 0 or NaN. */
    static FloatVector ofNegative(FloatVector v) {
        FloatVector shifted = v.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDING));
        FloatVector n = shifted.sub(ROUNDING);
        FloatVector r = n.fma(FloatVector.broadcast(S, -LN2_LOW), n.fma(FloatVector.broadcast(S, -LN2_HIGH), v));
        FloatVector p = FloatVector.broadcast(S, 1.9875691500e-4f);
        p = p.fma(r, FloatVector.broadcast(S, 1.3981999507e-3f));
        p = p.fma(r, FloatVector.broadcast(S, 8.3334519073e-3f));
        p = p.fma(r, FloatVector.broadcast(S, 4.1665795894e-2f));
        p = p.fma(r, FloatVector.broadcast(S, 1.6666665459e-1f));
        p = p.fma(r, FloatVector.broadcast(S, 5.0000001201e-1f));
        FloatVector e = p.fma(r.mul(r), r).add(1f);
        FloatVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_AT).add(LARGE)
                .reinterpretAsFloats();
        return e.mul(power).mul(SMALL).blend(0f, v.compare(VectorOperators.LT, LOWEST));
    }
}
