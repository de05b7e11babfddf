package adjoint.parallel;

import adjoint.check.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Workers on an executor of the caller's. The caller works too and waits only for parts that have started: whatever has not by then
 * would find nothing left to do, and may be waiting for the very thread that the caller occupies.
 */
record ExecutorWorkers(Executor executor, int threads) implements Workers {

    @Override
    public void run(Job job) {
        Check.notNull("job", job);
        List<Part> parts = new ArrayList<>(threads - 1);
        Throwable failure = null;
        try {
            for (int worker = 1; worker < threads; worker++) {
                Part part = new Part(job, worker);
                executor.execute(part);
                parts.add(part);
            }
        } catch (RejectedExecutionException full) {
            // The parts that were taken, and the caller, do the rest.
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        }
        if (failure == null) {
            try {
                job.run(0);
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
            }
        }
        for (Part part : parts) {
            part.finish();
            failure = failure == null ? part.failure : failure;
        }
        Team.rethrow(failure);
    }

    /** What one other worker does, unless it comes too late. */
    private static final class Part implements Runnable {
        private Job job;
        private final int worker;
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile Throwable failure;

        Part(Job job, int worker) {
            this.job = job;
            this.worker = worker;
        }

        @Override
        public void run() {
            if (taken.compareAndSet(false, true)) {
                try {
                    job.run(worker);
                } catch (RuntimeException | Error thrown) {
                    failure = thrown;
                } finally {
                    ended.countDown();
                }
            }
        }

        /** Keeps the part from starting, or waits for its end. An interrupt is kept for later: the output must not be left half-written. */
        void finish() {
            if (taken.compareAndSet(false, true)) {
                job = null; // the executor may keep the part for long
                return;
            }
            boolean interrupted = false;
            while (true) {
                try {
                    ended.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
