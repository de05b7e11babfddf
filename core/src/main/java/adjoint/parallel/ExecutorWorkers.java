package adjoint.parallel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Workers on an executor of the caller's. */
record ExecutorWorkers(Executor executor, int threads) implements Workers {

    @Override
    public void run(Job job) {
        CompletableFuture<?>[] others = new CompletableFuture<?>[threads - 1];
        for (int i = 0; i < others.length; i++) {
            int worker = i + 1;
            others[i] = CompletableFuture.runAsync(() -> job.run(worker), executor);
        }
        Throwable failure = null;
        try {
            job.run(0);
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        }
        try {
            CompletableFuture.allOf(others).join();
        } catch (CompletionException thrown) {
            failure = failure == null ? thrown.getCause() : failure;
        }
        Team.rethrow(failure);
    }
}
