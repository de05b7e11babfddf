package adjoint.parallel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WorkersTest {

    /** Work in items, as plans have it: whoever comes takes the next. */
    private static final class Items implements Workers.Job {
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final Set<Integer> working = ConcurrentHashMap.newKeySet();
        private volatile boolean twice;

        @Override
        public void run(int worker) {
            twice |= !working.add(worker);
            while (next.getAndIncrement() < 1000) {
                done.incrementAndGet();
            }
            working.remove(worker);
        }

        void assertDone() {
            assertEquals(1000, done.get());
            assertFalse(twice);
            assertTrue(working.isEmpty());
        }
    }

    private static void doesAllItems(Workers workers) {
        doesAllItems(workers, 200);
    }

    private static void doesAllItems(Workers workers, int runs) {
        for (int run = 0; run < runs; run++) {
            Items items = new Items();
            workers.run(items);
            items.assertDone();
        }
    }

    @Test
    void everyKindDoesAllItemsBeforeItReturns() {
        doesAllItems(Workers.CALLER);
        try (Team team = Workers.team(3); ExecutorService executor = Executors.newFixedThreadPool(2)) {
            doesAllItems(team);
            doesAllItems(Workers.of(executor, 3));
        }
    }

    @Test
    void aTeamWorksForManyCallersAtOnceVirtualOnesIncluded() {
        try (Team team = Workers.team(2); ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 8; caller++) {
                callers.submit(() -> doesAllItems(team));
            }
        }
    }

    @Test
    void aTeamWakesUpAfterAPause() throws InterruptedException {
        try (Team team = Workers.team(2)) {
            doesAllItems(team);
            Thread.sleep(50);
            doesAllItems(team);
        }
    }

    @Test
    void aTeamThatIsClosedLeavesTheWorkToTheCaller() {
        Team team = Workers.team(2);
        team.close();
        doesAllItems(team);
    }

    @Test
    void aTeamMayBeClosedWhileRunsBegin() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int attempt = 0; attempt < 500; attempt++) {
                Team team = Workers.team(2);
                Thread closer = Thread.ofVirtual().start(team::close);
                while (closer.isAlive()) {
                    team.run(worker -> {
                    });
                }
                doesAllItems(team, 1);
            }
        });
    }

    @Test
    void aJobMayRunAJob() {
        try (Team team = Workers.team(2)) {
            team.run(worker -> doesAllItems(team)); // a job of each worker's own: both are worker 0 of theirs, at the same time
        }
    }

    @Test
    void whatAWorkerThrowsIsThrownToTheCallerAndTheNextRunIsFine() {
        try (Team team = Workers.team(2); ExecutorService executor = Executors.newFixedThreadPool(1)) {
            for (Workers workers : new Workers[] {Workers.CALLER, team, Workers.of(executor, 2)}) {
                IllegalStateException thrown = new IllegalStateException("in a job");
                assertSame(thrown, assertThrows(IllegalStateException.class, () -> workers.run(worker -> {
                    throw thrown;
                })));
                doesAllItems(workers);
            }
        }
    }

    @Test
    void aCallerOnTheOnlyThreadOfItsExecutorDoesNotWaitForItself() {
        try (ExecutorService executor = Executors.newFixedThreadPool(1)) {
            Workers workers = Workers.of(executor, 4);
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> executor.submit(() -> doesAllItems(workers)).get());
        }
    }

    @Test
    void anExecutorThatIsFullLeavesTheWorkToTheCaller() {
        doesAllItems(Workers.of(task -> {
            throw new RejectedExecutionException();
        }, 4));
    }

    @Test
    void anExecutorThatFailsEndsTheRunOnlyWhenThePartsThatItTookHaveEnded() {
        try (ExecutorService executor = Executors.newFixedThreadPool(1)) {
            CountDownLatch started = new CountDownLatch(1);
            AtomicInteger taken = new AtomicInteger();
            OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
            Workers workers = Workers.of(task -> {
                if (taken.getAndIncrement() > 0) {
                    assertDoesNotThrow(() -> started.await());
                    throw noThread;
                }
                executor.execute(task);
            }, 3);
            AtomicBoolean ended = new AtomicBoolean();
            assertSame(noThread, assertThrows(OutOfMemoryError.class, () -> workers.run(worker -> {
                started.countDown();
                assertDoesNotThrow(() -> Thread.sleep(50));
                ended.set(true);
            })));
            assertTrue(ended.get());
        }
    }

    @Test
    void numbersBelowOneAreRefused() {
        assertEquals("threads=0: must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> Workers.team(0)).getMessage());
        assertEquals("threads=0: must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> Workers.of(Runnable::run, 0)).getMessage());
    }
}
