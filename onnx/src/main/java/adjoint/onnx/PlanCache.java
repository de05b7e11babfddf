package adjoint.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** The plans used last. Each is made once, by the first thread that needs it; others that need the same wait for it. */
final class PlanCache {

    private final Function<Given, Plan> compile;
    private final Consumer<Plan> dropped;
    private final Map<Given, CompletableFuture<Plan>> plans;

    /** A cache that makes plans by one function and hands those it keeps no longer to another. */
    PlanCache(int capacity, Function<Given, Plan> compile, Consumer<Plan> dropped) {
        this.compile = compile;
        this.dropped = dropped;
        plans = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Given, CompletableFuture<Plan>> eldest) {
                if (size() > capacity) {
                    drop(eldest.getValue());
                    return true;
                }
                return false;
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

    /** Keeps none any longer. */
    void clear() {
        synchronized (plans) {
            plans.values().forEach(this::drop);
            plans.clear();
        }
    }

    private void drop(CompletableFuture<Plan> plan) {
        plan.thenAccept(dropped); // those still being made, as soon as they are
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
