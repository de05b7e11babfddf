package adjoint.simd.strategy;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/** Workspaces of one plan, kept from run to run: there are as many as runs were ever under way at once. */
final class Workspaces<T> {

    private final Supplier<T> maker;
    private final ArrayDeque<T> idle = new ArrayDeque<>();

    Workspaces(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        synchronized (idle) {
            T workspace = idle.poll();
            if (workspace != null) {
                return workspace;
            }
        }
        return maker.get();
    }

    void giveBack(T workspace) {
        synchronized (idle) {
            idle.push(workspace);
        }
    }
}
