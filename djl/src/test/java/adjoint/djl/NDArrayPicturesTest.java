package adjoint.djl;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.util.NDImageUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Pictures as arrays. */
class NDArrayPicturesTest extends NDArrayFixture {

    @Test
    void picturesBecomeTensors() {
        NDArray picture = of(DataType.UINT8, new Shape(1, 2, 3), 0, 51, 102, 153, 204, 255);
        NDArray tensor = NDImageUtils.toTensor(picture);
        assertHolds(tensor, new Shape(3, 1, 2), DataType.FLOAT32, 0, 0.6, 0.2, 0.8, 0.4, 1);
        assertHolds(NDImageUtils.toTensor(picture.expandDims(0)), new Shape(1, 3, 1, 2), DataType.FLOAT32, 0, 0.6, 0.2,
                0.8, 0.4, 1);
        assertHolds(NDImageUtils.normalize(tensor, new float[] {0, 0.2f, 1}, new float[] {0.1f, 0.2f, 1}),
                new Shape(3, 1, 2), DataType.FLOAT32, 0, 6, 0, 3, -0.6, 0);
        assertHolds(NDImageUtils.crop(picture, 1, 0, 1, 1), new Shape(1, 1, 3), DataType.UINT8, 153, 204, 255);
        assertHolds(NDImageUtils.centerCrop(counted(DataType.UINT8, 5, 4, 3), 2, 1), new Shape(1, 2, 3),
                DataType.UINT8, 27, 28, 29, 30, 31, 32);
        assertEquals("resize: shape=(2): must be [height, width, channels], or a batch of them",
                reason(() -> NDImageUtils.resize(counted(DataType.UINT8, 2), 1, 1)));
    }

    @Test
    void picturesAreResized() {
        NDArray line = of(DataType.FLOAT32, new Shape(1, 4, 1), 0, 40, 80, 120);
        Shape half = new Shape(1, 2, 1);
        // As DJL's engine PyTorch 0.36.0 has them.
        assertHolds(NDImageUtils.resize(line, 2, 1), half, DataType.FLOAT32, 28.571428, 91.42857);
        assertHolds(NDImageUtils.resize(line, 2, 1, Image.Interpolation.BICUBIC), half, DataType.FLOAT32, 23.471073,
                96.52892);
        assertHolds(NDImageUtils.resize(line, 2, 1, Image.Interpolation.AREA), half, DataType.FLOAT32, 20, 100);
        assertHolds(NDImageUtils.resize(line, 2, 1, Image.Interpolation.NEAREST), half, DataType.FLOAT32, 0, 80);
        assertHolds(NDImageUtils.resize(line, 8, 1), new Shape(1, 8, 1), DataType.FLOAT32, 0, 10, 30, 50, 70, 90, 110,
                120);
        NDArray square = of(DataType.UINT8, new Shape(1, 2, 2, 1), 0, 3, 10, 20);
        assertHolds(NDImageUtils.resize(square, 1, 1), new Shape(1, 1, 1, 1), DataType.UINT8, 8);
        NDArray colours = counted(DataType.UINT8, 2, 2, 3);
        assertHolds(NDImageUtils.resize(colours, 2, 2), new Shape(2, 2, 3), DataType.UINT8, 0, 1, 2, 3, 4, 5, 6, 7, 8,
                9, 10, 11);
        assertHolds(NDImageUtils.resize(colours, 1, 2), new Shape(2, 1, 3), DataType.UINT8, 2, 3, 4, 8, 9, 10);
    }
}
