package adjoint.parallel;

import adjoint.check.Check;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that wait for jobs, see {@link Workers#team}. One job at a time: runs that come while one is under way compute in their
 * own thread alone, so that nothing waits and nothing can deadlock.
 */
public final class Team implements Workers, AutoCloseable {

    /**
     * How long a thread looks before it parks: longer than the last item of a layer takes, and than most gaps between the layers of a
     * network. To wake a thread takes some tens of microseconds, as long as a small layer.
     */
    private static final long SPIN_NANOS = 1_000_000;
    /** How often it looks before it offers its processor to others, who may be those that it waits for. */
    private static final int LOOKS = 1_000;

    private final ReentrantLock oneJob = new ReentrantLock();
    private final Member[] members;
    private Job job;
    private final Counter jobs = new Counter();
    private volatile boolean closed;

    Team(int threads) {
        members = new Member[threads - 1];
        for (int i = 0; i < members.length; i++) {
            members[i] = new Member(i + 1);
        }
        for (Member member : members) {
            member.start();
        }
    }

    @Override
    public int threads() {
        return members.length + 1;
    }

    @Override
    public void run(Job next) {
        Check.notNull("job", next);
        if (members.length == 0 || oneJob.isHeldByCurrentThread() || !oneJob.tryLock()) {
            next.run(0);
            return;
        }
        try {
            if (closed) {
                next.run(0);
                return;
            }
            job = next;
            int number = jobs.count + 1; // only the holder of the lock counts
            jobs.count = number;
            for (Member member : members) {
                if (member.parked) {
                    LockSupport.unpark(member);
                }
            }
            Throwable failure = null;
            try {
                next.run(0);
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
            }
            for (Member member : members) {
                member.await(number);
                failure = failure == null ? member.failure : failure;
                member.failure = null;
            }
            job = null;
            rethrow(failure);
        } finally {
            oneJob.unlock();
        }
    }

    /** Ends the threads. Plans of this team compute in the calling thread from now on. */
    @Override
    public void close() {
        oneJob.lock();
        try {
            closed = true;
            for (Member member : members) {
                LockSupport.unpark(member);
            }
        } finally {
            oneJob.unlock();
        }
    }

    static void rethrow(Throwable failure) {
        switch (failure) {
            case null -> {
            }
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** A number that one thread counts up and another waits for. */
    private static final class Counter {
        private volatile int count;

        /** Looks again and again; false if the number is not reached while it is worth to look. */
        boolean spinUntil(int number) {
            long start = System.nanoTime();
            do {
                for (int look = 0; look < LOOKS; look++) {
                    if (count == number) {
                        return true;
                    }
                    Thread.onSpinWait();
                }
                Thread.yield();
            } while (System.nanoTime() - start < SPIN_NANOS);
            return false;
        }
    }

    /** One thread of the team. */
    private final class Member extends Thread {
        private final int worker;
        private volatile boolean parked;
        private final Counter done = new Counter();
        private volatile Thread waiter;
        private Throwable failure;

        Member(int worker) {
            super("adjoint-worker-" + worker);
            this.worker = worker;
            setDaemon(true);
        }

        @Override
        public void run() {
            for (int number = 1; awaitJob(number); number++) {
                try {
                    job.run(worker);
                } catch (RuntimeException | Error thrown) {
                    failure = thrown;
                }
                done.count = number;
                LockSupport.unpark(waiter);
            }
        }

        /** Waits for a job; false if it will not come. */
        private boolean awaitJob(int number) {
            if (jobs.spinUntil(number)) {
                return true;
            }
            parked = true;
            // Looked at again after parked is set: whoever adds a job later sees it and unparks.
            while (jobs.count != number && !closed) {
                LockSupport.park(Team.this);
            }
            parked = false;
            return jobs.count == number;
        }

        private void await(int number) {
            if (done.spinUntil(number)) {
                return;
            }
            waiter = Thread.currentThread();
            while (done.count != number) {
                LockSupport.park(Team.this);
            }
            waiter = null;
        }
    }
}
