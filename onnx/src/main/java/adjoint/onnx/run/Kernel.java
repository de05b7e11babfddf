package adjoint.onnx.run;

/**
 * One step of a program. The work consists of independent items, a range of which each worker takes; every element of every
 * output is written. Immutable and shared by threads.
 *
 * @param items   number of items
 * @param work    about how many elements an item reads or writes; decides whether other threads are worth waking
 * @param scratch floats of its own that each worker needs
 * @param place   where the first output lies
 * @param how     what there is to say of the way it computes; may be empty
 * @param body    what computes
 */
public record Kernel(int items, long work, int scratch, Place place, String how, Body body) {

    /**
     * Where the first output may or must lie. Other outputs always lie apart.
     *
     * @param kind  which of three ways
     * @param input the only input whose place it may take, or {@link #ANY}
     */
    public record Place(Kind kind, int input) {
        /** Each input. */
        public static final int ANY = -1;

        /** Whether the output may lie where an input of the same size lies. */
        public boolean mayReplace(int other) {
            return kind == Kind.IN_PLACE && (input == ANY || input == other);
        }
    }

    /** How the first output lies to inputs. */
    public enum Kind {
        /** Apart from all. */
        APART,
        /** It may take the place of an input of its size: element i of it depends on no other element there. */
        IN_PLACE,
        /** It is the first input under another shape: nothing is computed. */
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

    private static final Place APART = new Place(Kind.APART, Place.ANY);

    /** The same elements under another shape. */
    public static final Kernel ALIAS = new Kernel(0, 0, 0, new Place(Kind.ALIAS, 0), "", (frame, from, to) -> {
    });

    /** A kernel that is called once for each run. */
    public static Kernel whole(Whole whole) {
        return new Kernel(1, 0, 0, APART, "", (frame, from, to) -> whole.run(frame));
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
        return new Kernel(items, work, 0, APART, "", body);
    }

    /** With scratch memory for each worker. */
    public Kernel withScratch(int floats) {
        return new Kernel(items, work, floats, place, how, body);
    }

    /** Whose output may take the place of any input of its size. */
    public Kernel inPlace() {
        return inPlaceOf(Place.ANY);
    }

    /** Whose output may take the place of one input, if that is of its size. */
    public Kernel inPlaceOf(int input) {
        return new Kernel(items, work, scratch, new Place(Kind.IN_PLACE, input), how, body);
    }

    /** With a word on the way it computes. */
    public Kernel described(String way) {
        return new Kernel(items, work, scratch, place, way, body);
    }

    /** Whether nothing is computed. */
    public boolean isAlias() {
        return place.kind == Kind.ALIAS;
    }
}
