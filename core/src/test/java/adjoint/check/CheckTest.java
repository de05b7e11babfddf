package adjoint.check;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class CheckTest {

    @Test
    void whatHoldsIsPassedThrough() {
        assertEquals(3, Check.atLeast("n", 3, 3));
        assertEquals(Integer.MIN_VALUE, Check.fitsInt("n", Integer.MIN_VALUE));
        assertEquals(4, Check.divides("groups", 3, "channels", 12));
        assertEquals("here", Check.notNull("n", "here"));
        assertEquals(List.of(1, 2), Check.perAxis("n", List.of(1, 2), 2));
        assertEquals(List.of(1, 1, 1), Check.perAxis("n", List.of(1), 3));
    }

    @Test
    void messagesNameTheValueAndWhatMustHold() {
        assertRefused("strideH=0: must be at least 1", () -> Check.atLeast("strideH", 0, 1));
        assertRefused("n=2147483648: must lie between -2147483648 and 2147483647",
                () -> Check.fitsInt("n", Integer.MAX_VALUE + 1L));
        assertRefused("groups=3: must divide channels=64", () -> Check.divides("groups", 3, "channels", 64));
        assertRefused("n=[1, 2]: must have 1 value or 3, one for each spatial axis",
                () -> Check.perAxis("n", List.of(1, 2), 3));
        assertRefused("n=[]: must have 1 value or 3, one for each spatial axis",
                () -> Check.perAxis("n", List.of(), 3));
        assertEquals("n: must not be null",
                assertThrows(NullPointerException.class, () -> Check.notNull("n", null)).getMessage());
        assertEquals("n: must not be null",
                assertThrows(NullPointerException.class, () -> Check.perAxis("n", Arrays.asList(1, null), 2))
                        .getMessage());
    }

    @Test
    void elementsAreCountedUpToTheLargestArray() {
        assertEquals(24, Check.elements("x", 2, 3, 4));
        assertEquals(1, Check.elements("x"));
        assertEquals(Integer.MAX_VALUE, Check.elements("x", Integer.MAX_VALUE, 1));
        assertEquals(0, Check.elements("x", Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0),
                "none at all, however large the rest");
        assertRefused("x=[65536, 32768]: must have at most 2147483647 elements",
                () -> Check.elements("x", 65536, 32768));
        assertRefused("x=[2147483647, 2147483647, 2147483647]: must have at most 2147483647 elements",
                () -> Check.elements("x", Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
