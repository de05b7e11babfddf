package adjoint;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WarmUpTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void whatGetsNoFasterIsNotRunForLong() {
        assertEquals(WarmUp.run(() -> sleep(10), LONG), runs.get());
        assertTrue(runs.get() > 3, runs::toString);
    }

    @Test
    void noRunBeginsAfterTheLimit() {
        assertEquals(1, WarmUp.run(() -> sleep(5), Duration.ofNanos(1)));
        long start = System.nanoTime();
        // Each run is faster than the one before, so that only the limit ends it.
        int counted = WarmUp.run(() -> sleep(Math.max(100, 400 >> runs.get())), Duration.ofMillis(300));
        assertTrue(counted <= 3, runs::toString);
        assertTrue(System.nanoTime() - start >= 300_000_000L);
    }

    @Test
    void anInterruptEndsItAndIsKept() {
        assertEquals(3, WarmUp.run(() -> {
            if (runs.incrementAndGet() == 3) {
                Thread.currentThread().interrupt();
            }
        }, LONG));
        assertTrue(Thread.interrupted());
    }

    @Test
    void whatARunThrowsIsThrown() {
        RuntimeException mine = new IllegalStateException();
        assertSame(mine, assertThrows(IllegalStateException.class, () -> WarmUp.run(() -> {
            throw mine;
        }, LONG)));
    }

    @Test
    void aLimitMustBeAboveZero() {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class,
                () -> WarmUp.run(() -> sleep(1), Duration.ZERO));
        assertEquals("limit=PT0S: must be above zero", thrown.getMessage());
        assertEquals(0, runs.get());
    }

    private void sleep(int millis) {
        runs.incrementAndGet();
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
