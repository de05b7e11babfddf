package adjoint.onnx.run;

/**
 * One step of a program. The work consists of independent items, a range of which each worker takes; every element of every
 * output is written. Immutable and shared by threads.
 *
 * @param items   number of items
 * @param work    about how many elements an item reads or writes; decides whether other threads are worth waking
 * @param scratch floats of its own that each worker needs
 * @param kind    how outputs lie to inputs
 * @param body    what computes
 */
public record Kernel(int items, long work, int scratch, Kind kind, Body body) {

    /** How outputs may or must lie in memory. */
    public enum Kind {
        /** Apart from all inputs. */
        APART,
        /** The first output may take the place of an input of its size: element i of it depends on no other element there. */
        IN_PLACE,
        /** The first output is the first input under another shape: nothing is computed. */
        ALIAS
    }

    /** The computation. */
    @FunctionalInterface
    public interface Body {
        /**
         * Computes some of the items.
         *
         * @param frame operands and scratch
         * @param from  the first item
         * @param to    the item after the last
         */
        void run(Frame frame, int from, int to);
    }

    /** A computation that is not split, or splits itself. */
    @FunctionalInterface
    public interface Whole {
        /**
         * Computes.
         *
         * @param frame operands
         */
        void run(Frame frame);
    }

    /** The same elements under another shape. */
    public static final Kernel ALIAS = new Kernel(0, 0, 0, Kind.ALIAS, (frame, from, to) -> {
    });

    /** A kernel that is called once for each run. */
    public static Kernel whole(Whole whole) {
        return new Kernel(1, 0, 0, Kind.APART, (frame, from, to) -> whole.run(frame));
    }

    /**
     * A kernel that is split over the workers.
     *
     * @param items number of items, for instance of rows
     * @param work  about how many elements an item reads or writes
     * @param body  computes a range of items
     * @return the kernel
     */
    public static Kernel split(int items, long work, Body body) {
        return new Kernel(items, work, 0, Kind.APART, body);
    }

    /** With scratch memory for each worker. */
    public Kernel withScratch(int floats) {
        return new Kernel(items, work, floats, kind, body);
    }

    /** Whose output may take the place of an input of its size. */
    public Kernel inPlace() {
        return new Kernel(items, work, scratch, Kind.IN_PLACE, body);
    }
}
