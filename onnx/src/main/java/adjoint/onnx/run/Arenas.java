package adjoint.onnx.run;

import adjoint.onnx.ModelException;
import adjoint.parallel.Workers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The arenas of a model's programs. Each is used by one run at a time and kept for the next. Together they take no more than a
 * limit: a run that would exceed it takes the memory of idle arenas of other programs, and else waits for another run to end.
 */
public final class Arenas {

    private final Workers workers;
    private final long limitBytes;
    /** Least recently used first. */
    private final Deque<Arena> idle = new ArrayDeque<>();
    private long usedBytes;

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
     * @throws ModelException if the heap has not as much left
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
     * Looks whether a program can be run at all.
     *
     * @throws IllegalArgumentException if it needs more than the limit alone
     */
    public void requireRoom(Program program) {
        if (bytes(program) > limitBytes) {
            throw new IllegalArgumentException("memory=" + limitBytes + ": must be at least " + bytes(program)
                    + " bytes, which a run needs for its tensors");
        }
    }

    /** Frees the idle arenas of a program. */
    public synchronized void drop(Program program) {
        idle.removeIf(arena -> {
            boolean drop = arena.program() == program;
            usedBytes -= drop ? bytes(program) : 0;
            return drop;
        });
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
        idle.add(arena);
        notifyAll();
    }

    private synchronized void release(long bytes) {
        usedBytes -= bytes;
        notifyAll();
    }

    /** Memory of one run. */
    public long bytes(Program program) {
        return program.runBytes(workers.threads());
    }
}
