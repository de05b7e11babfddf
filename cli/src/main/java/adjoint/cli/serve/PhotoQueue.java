package adjoint.cli.serve;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Photos in memory: a few at a time, of which one is computed. */
final class PhotoQueue {

    private static final int MOST_PHOTOS = 4;
    private static final long MOST_MINUTES = 5;

    private final Semaphore places = new Semaphore(MOST_PHOTOS);
    private final Semaphore turn = new Semaphore(1, true);

    /** What is done with a photo. */
    interface Work {
        /** Does it. */
        void run() throws IOException, InterruptedException, Refusal;
    }

    /**
     * Does all that has to do with a photo.
     *
     * @throws Refusal if there are too many already
     */
    void admit(Work work) throws IOException, InterruptedException, Refusal {
        if (!places.tryAcquire()) {
            throw new Refusal(503, "busy: other photos are waiting, try again");
        }
        try {
            work.run();
        } finally {
            places.release();
        }
    }

    /**
     * Computes one that was admitted, when it is its turn.
     *
     * @throws Refusal if that does not come
     */
    void compute(Work work) throws IOException, InterruptedException, Refusal {
        if (!turn.tryAcquire(MOST_MINUTES, TimeUnit.MINUTES)) {
            throw new Refusal(503, "busy: other photos take too long, try again");
        }
        try {
            work.run();
        } finally {
            turn.release();
        }
    }
}
