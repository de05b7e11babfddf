package adjoint.dialect;

import adjoint.geometry.Axis;
import adjoint.geometry.Window;
import org.junit.jupiter.api.Assertions;

/** The small problems that the dialects' tests go through one by one: all that the size formulas can tell apart. */
final class Small {

    private Small() {
    }

    interface Case {
        void check(int extent, Window window);
    }

    /** One axis, extents 1 to 5, kernels to 7, strides to 4, dilations to 3. */
    static void each(Case each) {
        for (int extent = 1; extent <= 5; extent++) {
            for (int kernel = 1; kernel <= 7; kernel++) {
                for (int stride = 1; stride <= 4; stride++) {
                    for (int dilation = 1; dilation <= 3; dilation++) {
                        each.check(extent, new Window(kernel, stride, dilation));
                    }
                }
            }
        }
    }

    static Axis axis(Expression.Call call) {
        return call.problem().geometry().width();
    }

    /** Whether the call is refused rather than computed. */
    static boolean isRefused(Runnable call) {
        try {
            call.run();
            return false;
        } catch (IllegalArgumentException refused) {
            return true;
        }
    }

    static void assertRefused(String message, Runnable call) {
        Assertions.assertEquals(message,
                Assertions.assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    static int[] shape(int... extents) {
        return extents;
    }
}
