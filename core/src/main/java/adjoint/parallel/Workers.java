package adjoint.parallel;

import adjoint.check.Check;
import java.util.concurrent.Executor;

/**
 * The threads that a plan's runs share their work among. Given once, when the plan is made; safe to share among plans and to use
 * from many threads, virtual ones included.
 */
public interface Workers {

    /** The calling thread alone. */
    Workers CALLER = new Workers() {
        @Override
        public int threads() {
            return 1;
        }

        @Override
        public void run(Job job) {
            job.run(0);
        }
    };

    /** Work that comes in parts of its own choosing. */
    @FunctionalInterface
    interface Job {
        /**
         * Computes parts until none is left.
         *
         * @param worker which worker this is, {@code 0 <= worker < threads}
         */
        void run(int worker);
    }

    /**
     * Threads of the library's own, one of which is the caller of each run. They are daemons, and wait between runs: spinning
     * for a millisecond, then parked.
     *
     * @param threads number of threads, the caller included
     * @return the team; close it to end its threads
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    static Team team(int threads) {
        return new Team(Check.atLeast("threads", threads, 1));
    }

    /**
     * The caller's executor.
     *
     * @param executor what runs the other parts; it may run them late or in the calling thread
     * @param threads  number of threads to use, the caller included
     * @return the workers
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    static Workers of(Executor executor, int threads) {
        return new ExecutorWorkers(Check.notNull("executor", executor), Check.atLeast("threads", threads, 1));
    }

    /**
     * How many threads work on a job at most.
     *
     * @return the number, at least 1
     */
    int threads();

    /**
     * Runs a job on all workers and returns when each has ended. What a worker throws is thrown here, after all have ended.
     *
     * @param job the job; called at least once, at most {@link #threads} times at once, each time with another number
     */
    void run(Job job);
}
