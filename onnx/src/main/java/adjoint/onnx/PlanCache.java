package adjoint.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** The plans used last. Each is made once, by the first thread that needs it; others that need the same wait for it. */
final class PlanCache {

    private final Function<Given, Plan> compile;
    private final Map<Given, CompletableFuture<Plan>> plans;

    PlanCache(int capacity, Function<Given, Plan> compile) {
        this.compile = compile;
        plans = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Given, CompletableFuture<Plan>> eldest) {
                return size() > capacity;
            }
        };
    }

    Plan get(Given given) {
        CompletableFuture<Plan> made = new CompletableFuture<>();
        CompletableFuture<Plan> kept;
        synchronized (plans) {
            kept = plans.putIfAbsent(given, made);
        }
        if (kept == null) {
            make(given, made);
        }
        try {
            return (kept == null ? made : kept).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void make(Given given, CompletableFuture<Plan> made) {
        try {
            made.complete(compile.apply(given));
        } catch (RuntimeException | Error e) {
            synchronized (plans) {
                plans.remove(given, made);
            }
            made.completeExceptionally(e);
        }
    }
}
