package adjoint.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes arrays. They live on Java's heap: closing a manager ends their use, and the collector takes the memory. */
class AdjointNDManager extends BaseNDManager {

    static final AdjointNDManager SYSTEM = new SystemManager();

    private AdjointNDManager(NDManager parent, Device device) {
        super(parent, device);
        // Whatever the arrays do not override goes there, also those that are attached to this manager later.
        alternativeManager = Refusal.MANAGER;
    }

    /** A manager of this engine: the given one, or, of what belongs to another engine's, the one whose arrays nobody owns. */
    static AdjointNDManager of(NDManager manager) {
        return manager instanceof AdjointNDManager own ? own : SYSTEM;
    }

    @Override
    public final Engine getEngine() {
        return AdjointEngine.INSTANCE;
    }

    @Override
    public AdjointNDManager newSubManager(Device device) {
        AdjointNDManager manager = new AdjointNDManager(this, device);
        attachUncappedInternal(manager.uid, manager);
        return manager;
    }

    @Override
    public ByteBuffer allocateDirect(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }

    @Override
    public AdjointNDArray from(NDArray array) {
        if (array == null || array instanceof AdjointNDArray) {
            return (AdjointNDArray) array;
        }
        AdjointNDArray copy = create(array.toByteBuffer(), array.getShape(), array.getDataType());
        copy.setName(array.getName());
        return copy;
    }

    @Override
    public AdjointNDArray create(Buffer data, Shape shape, DataType dataType) {
        Elements elements = new Elements(dataType, shape);
        elements.put(data);
        return array(shape, elements);
    }

    @Override
    public AdjointNDArray zeros(Shape shape, DataType dataType) {
        return array(shape, new Elements(dataType, shape));
    }

    @Override
    public AdjointNDArray ones(Shape shape, DataType dataType) {
        return full(shape, 1, dataType);
    }

    @Override
    public AdjointNDArray full(Shape shape, float value, DataType dataType) {
        return array(shape, new Elements(dataType, shape).fill(value));
    }

    @Override
    public AdjointNDArray arange(float start, float stop, float step, DataType dataType) {
        Shape shape = new Shape(Math.max(0, (long) Math.ceil(((double) stop - start) / step)));
        Elements elements = new Elements(dataType, shape);
        double[] one = new double[1];
        for (int i = 0; i < elements.count(); i++) {
            one[0] = start + (double) i * step;
            elements.write(i, one, 1);
        }
        return array(shape, elements);
    }

    /** An array of this manager; the elements are not copied. */
    AdjointNDArray array(Shape shape, Elements elements) {
        AdjointNDArray array = new AdjointNDArray(this, shape, elements);
        attachInternal(array.getUid(), array);
        return array;
    }

    /** The root of all others; never closed. */
    private static final class SystemManager extends AdjointNDManager implements SystemNDManager {

        SystemManager() {
            super(null, null);
        }

        /** Arrays that belong to nobody are not counted. */
        @Override
        public void attachInternal(String resourceId, AutoCloseable... resources) {
        }

        @Override
        public void attachUncappedInternal(String resourceId, AutoCloseable resource) {
        }

        @Override
        public void close() {
        }
    }
}
