package adjoint.simd;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class NativeFloatsTest {

    @Test
    void copiesBeginAtACacheLine() {
        for (int size : new int[] {0, 1, 3, 1000}) {
            float[] floats = new float[size];
            for (int i = 0; i < size; i++) {
                floats[i] = i + 0.5f;
            }
            NativeFloats copy = NativeFloats.copyOf(floats).orElseThrow();
            assertEquals(0, copy.segment().address() % 64);
            assertArrayEquals(floats, copy.segment().toArray(ValueLayout.JAVA_FLOAT.withOrder(NativeFloats.ORDER)));
        }
    }
}
