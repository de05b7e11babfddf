package adjoint.onnx.run;

import adjoint.parallel.Workers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ArenasTest {

    private static final Program SMALL = program(100);
    private static final Program LARGE = program(200);

    private final Arenas arenas = new Arenas(Workers.CALLER, 1000);

    @BeforeEach
    void keepPrograms() {
        arenas.keep(SMALL);
        arenas.keep(LARGE);
    }

    @Test
    void oneRunUsesTheMemoryOfTheOneBefore() {
        Arena first = used(SMALL);
        assertSame(first, used(SMALL));
        arenas.drop(SMALL);
        assertNotSame(first, used(SMALL));
    }

    @Test
    void aRunUnderWayLeavesNothingBehindOnceItsProgramIsDropped() {
        Arena[] first = new Arena[1];
        arenas.with(LARGE, arena -> {
            first[0] = arena;
            arenas.drop(LARGE);
        });
        assertEquals(0, arenas.usedBytes());
        assertNotSame(first[0], used(LARGE));
        assertEquals(0, arenas.usedBytes());
    }

    @Test
    void runsEndAndNoneBeginsOnceClosed() throws InterruptedException {
        AtomicReference<RuntimeException> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                arenas.with(LARGE, arena -> {
                });
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        used(SMALL);
        arenas.with(SMALL, arena -> arenas.with(SMALL, other -> {
            waiting.start();
            while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            arenas.close();
        }));
        waiting.join();
        assertInstanceOf(IllegalStateException.class, thrown.get());
        assertThrows(IllegalStateException.class, () -> used(SMALL));
        assertEquals(0, arenas.usedBytes());
    }

    @Test
    void idleMemoryMakesRoomForOtherPrograms() {
        Arena small = used(SMALL);
        used(LARGE);
        assertNotSame(small, used(SMALL));
    }

    @Test
    void aRunWaitsForMemoryThatAnotherUses() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean endedBefore = new AtomicBoolean();
        Thread other = new Thread(() -> {
            started.countDown();
            arenas.with(LARGE, arena -> endedBefore.set(ended.get()));
        });
        arenas.with(SMALL, arena -> {
            other.start();
            await(started);
            assertFalse(endedBefore.get());
            ended.set(true);
        });
        other.join();
        assertTrue(endedBefore.get());
    }

    @Test
    void aProgramOverTheLimitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> arenas.keep(program(300)));
    }

    private Arena used(Program program) {
        AtomicReference<Arena> used = new AtomicReference<>();
        arenas.with(program, used::set);
        return used.get();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Program program(int elements) {
        return new Program(List.of(), elements, Map.of(), Map.of());
    }
}
