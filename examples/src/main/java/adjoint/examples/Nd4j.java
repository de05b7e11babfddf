package adjoint.examples;

import adjoint.buffer.Floats;
import adjoint.onnx.ElementType;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Model;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays of ND4J. */
public final class Nd4j {

    private static final char ROW_MAJOR = 'c';

    private Nd4j() {
    }

    /**
     * A tensor on the memory of an array. The array must be reachable as long as the tensor is used, because ND4J frees its memory
     * when the array is collected; {@link #run} sees to that.
     *
     * @param array of a floating point type; float32 in row-major order is read where it lies, a copy is made of anything else
     */
    public static Tensor tensor(INDArray array) {
        if (!array.dataType().isFPType()) {
            INDArray longs = array.castTo(DataType.INT64).dup(ROW_MAJOR);
            return new IntegerTensor(ElementType.INT64, Shape.ofLongs(array.shape()), longs.data().asLong());
        }
        int elements = Math.toIntExact(array.length());
        if (array.dataType() != DataType.FLOAT || !isDense(array)) {
            return Tensor.of(array.castTo(DataType.FLOAT).dup(ROW_MAJOR).data().asFloat(), extents(array));
        }
        FloatBuffer memory = array.data().asNioFloat();
        return Tensor.of(Floats.of(memory.slice(memory.position(), elements)), extents(array));
    }

    /** An array with a copy of a tensor's elements; integers as int64. */
    public static INDArray array(Tensor tensor) {
        long[] shape = Arrays.stream(tensor.shape().toArray()).asLongStream().toArray();
        return tensor.type().isFloat()
                ? org.nd4j.linalg.factory.Nd4j.create(tensor.toFloats(), shape, ROW_MAJOR)
                : org.nd4j.linalg.factory.Nd4j.createFromArray(tensor.toLongs()).reshape(ROW_MAJOR, shape);
    }

    /** Runs a model of one input and one output. */
    public static INDArray run(Model model, INDArray input) {
        try {
            return array(model.run(tensor(input)));
        } finally {
            Reference.reachabilityFence(input);
        }
    }

    private static boolean isDense(INDArray array) {
        long[] strides = array.stride();
        long stride = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && strides[axis] != stride) {
                return false;
            }
            stride *= array.size(axis);
        }
        return true;
    }

    private static int[] extents(INDArray array) {
        return Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
    }
}
