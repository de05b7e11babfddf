package adjoint.parallel;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that wait for jobs, see {@link Workers#team}. One job at a time: runs that come while one is under way compute in their
 * own thread alone, so that nothing waits and nothing can deadlock.
 */
public final class Team implements Workers, AutoCloseable {

    /** How often a thread looks before it parks: some tens of microseconds, longer than the gap between layers of a network. */
    private static final int SPINS = 1_000;

    private final ReentrantLock oneJob = new ReentrantLock();
    private final Member[] members;
    private Job job;
    private volatile int jobNumber;
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
        if (members.length == 0 || closed || oneJob.isHeldByCurrentThread() || !oneJob.tryLock()) {
            next.run(0);
            return;
        }
        try {
            job = next;
            int number = jobNumber + 1; // only the holder of the lock counts
            jobNumber = number;
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

    /** One thread of the team. */
    private final class Member extends Thread {
        private final int worker;
        private volatile boolean parked;
        private volatile int done;
        private volatile Thread waiter;
        private Throwable failure;

        Member(int worker) {
            super("adjoint-worker-" + worker);
            this.worker = worker;
            setDaemon(true);
        }

        @Override
        public void run() {
            int last = 0;
            while (awaitJob(last)) {
                last = jobNumber;
                try {
                    job.run(worker);
                } catch (RuntimeException | Error thrown) {
                    failure = thrown;
                }
                done = last;
                LockSupport.unpark(waiter);
            }
        }

        /** Waits for a job after the last; false if there will be none. */
        private boolean awaitJob(int last) {
            for (int spin = 0; spin < SPINS; spin++) {
                if (jobNumber != last) {
                    return true;
                }
                Thread.onSpinWait();
            }
            parked = true;
            // Looked at again after parked is set: whoever adds a job later sees it and unparks.
            while (jobNumber == last && !closed) {
                LockSupport.park(Team.this);
            }
            parked = false;
            return jobNumber != last;
        }

        private void await(int number) {
            for (int spin = 0; spin < SPINS; spin++) {
                if (done == number) {
                    return;
                }
                Thread.onSpinWait();
            }
            waiter = Thread.currentThread();
            while (done != number) {
                LockSupport.park(Team.this);
            }
            waiter = null;
        }
    }
}
