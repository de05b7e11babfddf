package adjoint.onnx.run;

import adjoint.onnx.ModelException;
import adjoint.parallel.Workers;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The arenas of a model's programs. Each is used by one run at a time and kept for the next, as long as the program is. Together
 * they take no more than a limit: a run that would exceed it first frees idle arenas, those least recently used first, and then waits
 * for another run to end.
 */
public final class Arenas {

    private final Workers workers;
    private final long limitBytes;
    /** Least recently used first. */
    private final Deque<Arena> idle = new ArrayDeque<>();
    /** Programs whose arenas are kept; runs of others, dropped ones, may still be under way. */
    private final Set<Program> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    private long usedBytes;
    private boolean closed;

    /**
     * No arena yet.
     *
     * @param workers    the threads of each run
     * @param limitBytes what all arenas may take together
     */
    public Arenas(Workers workers, long limitBytes) {
        this.workers = workers;
        this.limitBytes = limitBytes;
    }

    /**
     * Does something with an arena of a program, which must be below the limit.
     *
     * @throws ModelException        if the heap has not as much left
     * @throws IllegalStateException if these are closed
     */
    public void with(Program program, Consumer<Arena> use) {
        Arena arena = take(program);
        try {
            use.accept(arena);
        } finally {
            giveBack(arena);
        }
    }

    /**
     * Keeps a program's arenas from one run to the next, until it is dropped.
     *
     * @throws IllegalArgumentException if it needs more than the limit alone
     */
    public synchronized void keep(Program program) {
        if (bytes(program) > limitBytes) {
            throw new IllegalArgumentException("memory=" + limitBytes + ": must be at least " + bytes(program)
                    + " bytes, which a run needs for its tensors");
        }
        kept.add(program);
    }

    /** Frees the arenas of a program: idle ones now, others as soon as their run ends. */
    public synchronized void drop(Program program) {
        kept.remove(program);
        idle.removeIf(arena -> {
            boolean drop = arena.program() == program;
            usedBytes -= drop ? bytes(program) : 0;
            return drop;
        });
        notifyAll();
    }

    /** Frees all arenas: idle ones now, others as soon as their run ends. No further run begins. */
    public synchronized void close() {
        closed = true;
        kept.clear();
        idle.forEach(arena -> usedBytes -= bytes(arena.program()));
        idle.clear();
        notifyAll();
    }

    private Arena take(Program program) {
        long bytes = bytes(program);
        synchronized (this) {
            Arena found = takeIdle(program);
            while (found == null && !makeRoom(bytes)) {
                waitForAnother();
                found = takeIdle(program);
            }
            if (found != null) {
                return found;
            }
            usedBytes += bytes;
        }
        try {
            return new Arena(program, workers);
        } catch (OutOfMemoryError e) {
            release(bytes);
            throw new ModelException("memory: a run needs " + bytes + " bytes, which the heap has not left", e);
        }
    }

    private Arena takeIdle(Program program) {
        if (closed) {
            throw new IllegalStateException("model: must not be closed");
        }
        for (Arena arena : idle) {
            if (arena.program() == program) {
                idle.remove(arena);
                return arena;
            }
        }
        return null;
    }

    private boolean makeRoom(long bytes) {
        while (usedBytes + bytes > limitBytes && !idle.isEmpty()) {
            usedBytes -= bytes(idle.poll().program());
        }
        return usedBytes + bytes <= limitBytes;
    }

    private void waitForAnother() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the memory of another run", e);
        }
    }

    private synchronized void giveBack(Arena arena) {
        if (kept.contains(arena.program())) {
            idle.add(arena);
        } else {
            usedBytes -= bytes(arena.program());
        }
        notifyAll();
    }

    private synchronized void release(long bytes) {
        usedBytes -= bytes;
        notifyAll();
    }

    /** What all arenas take now. */
    synchronized long usedBytes() {
        return usedBytes;
    }

    /** Memory of one run. */
    public long bytes(Program program) {
        return program.runBytes(workers.threads());
    }
}
