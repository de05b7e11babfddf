package adjoint.onnx.run;

import adjoint.parallel.Workers;
import java.util.concurrent.atomic.AtomicInteger;

/** A step with its memory. One run at a time. */
final class BoundStep implements Workers.Job {

    /** Elements below which waking other threads takes longer than computing: some tens of microseconds. */
    private static final long WORTH_SHARING = 1 << 15;

    /** Parts for each thread, so that one that comes late leaves its share to others. */
    private static final int PARTS_PER_THREAD = 4;

    private final Kernel kernel;
    private final Workers workers;
    /** One for each worker. */
    private final Frame[] frames;
    private final int part;
    private final AtomicInteger next = new AtomicInteger();

    BoundStep(Step step, float[] arena, Rooms rooms, Workers workers) {
        kernel = step.kernel();
        this.workers = workers;
        int threads = workers.threads();
        boolean split = threads > 1 && kernel.items() > 1 && kernel.items() * kernel.work() >= WORTH_SHARING;
        frames = new Frame[split ? threads : 1];
        for (int worker = 0; worker < frames.length; worker++) {
            frames[worker] = step.frame(arena, rooms.blocks(worker), rooms.shared());
        }
        part = Math.ceilDiv(kernel.items(), PARTS_PER_THREAD * frames.length);
    }

    void run() {
        if (kernel.isAlias()) {
            return;
        }
        if (frames.length == 1) {
            kernel.body().run(frames[0], 0, kernel.items());
        } else {
            next.set(0);
            workers.run(this);
        }
        kernel.last().run(frames[0]);
    }

    @Override
    public void run(int worker) {
        int items = kernel.items();
        for (int from = next.getAndAdd(part); from < items; from = next.getAndAdd(part)) {
            kernel.body().run(frames[worker], from, Math.min(from + part, items));
        }
    }
}
