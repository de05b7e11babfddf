package adjoint.onnx.run;

/**
 * One step of a program. The work consists of independent items, a range of which each worker takes, and of what one of them does
 * when all are done; every element of every output is written. Immutable and shared by threads.
 *
 * @param items number of items
 * @param work  about how many elements an item reads or writes; decides whether other threads are worth waking
 * @param room  memory that it needs besides its operands
 * @param place where the first output lies
 * @param how   what there is to say of the way it computes; may be empty
 * @param body  what computes
 * @param last  what is done behind all items
 */
public record Kernel(int items, long work, Room room, Place place, String how, Body body, Whole last) {

    /** Floats of a block as most kernels want it: some of them stay in the first cache. */
    public static final int BLOCK = 1024;

    /**
     * Memory besides operands.
     *
     * @param blocks arrays of its own that each worker needs
     * @param length floats of each of these
     * @param shared floats that the workers share
     */
    public record Room(int blocks, int length, int shared) {
        static final Room NONE = new Room(0, 0, 0);
    }

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
         * @param frame operands and room
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

    private static final Whole NOTHING = frame -> {
    };

    /** The same elements under another shape. */
    public static final Kernel ALIAS = new Kernel(0, 0, Room.NONE, new Place(Kind.ALIAS, 0), "",
            (frame, from, to) -> {
            }, NOTHING);

    /** A kernel that is called once for each run. */
    public static Kernel whole(Whole whole) {
        return new Kernel(1, 0, Room.NONE, APART, "", (frame, from, to) -> whole.run(frame), NOTHING);
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
        return new Kernel(items, work, Room.NONE, APART, "", body, NOTHING);
    }

    /** With arrays for each worker. */
    public Kernel withBlocks(int count, int floats) {
        return new Kernel(items, work, new Room(count, floats, room.shared), place, how, body, last);
    }

    /** With memory in which workers leave something, and what one of them makes of it when all items are done. */
    public Kernel withLast(int floats, Whole then) {
        return new Kernel(items, work, new Room(room.blocks, room.length, floats), place, how, body, then);
    }

    /** Whose output may take the place of any input of its size. */
    public Kernel inPlace() {
        return inPlaceOf(Place.ANY);
    }

    /** Whose output may take the place of one input, if that is of its size. */
    public Kernel inPlaceOf(int input) {
        return new Kernel(items, work, room, new Place(Kind.IN_PLACE, input), how, body, last);
    }

    /** With a word on the way it computes. */
    public Kernel described(String way) {
        return new Kernel(items, work, room, place, way, body, last);
    }

    /** Runs it once, outside of a program. */
    public void run(Span[] inputs, Span... outputs) {
        Frame frame = new Frame(inputs, outputs, new float[room.blocks][room.length], new float[room.shared]);
        body.run(frame, 0, items);
        last.run(frame);
    }

    /** Whether nothing is computed. */
    public boolean isAlias() {
        return place.kind == Kind.ALIAS;
    }
}
