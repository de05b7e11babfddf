package adjoint.djl;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.util.NDImageUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;

/** Picture in, picture of twice the size out: for the waifu2x networks. */
final class Enlarging implements Translator<Image, Image> {

    private static final int MAX_BYTE = 255;

    private final int edge;

    /** The number of pixels by which the edge is repeated: what the network cuts off. */
    Enlarging(int edge) {
        this.edge = edge;
    }

    @Override
    public NDList processInput(TranslatorContext ctx, Image input) {
        NDArray planes = NDImageUtils.toTensor(input.toNDArray(ctx.getNDManager()));
        return new NDList(repeatEdge(repeatEdge(planes, 1), 2));
    }

    private NDArray repeatEdge(NDArray planes, int axis) {
        long extent = planes.getShape().get(axis);
        NDList lines = planes.split(new long[] {1, extent - 1}, axis);
        return lines.get(0).repeat(axis, edge).concat(planes, axis).concat(lines.get(2).repeat(axis, edge), axis);
    }

    @Override
    public Image processOutput(TranslatorContext ctx, NDList list) {
        NDArray pixels = list.singletonOrThrow().mul(MAX_BYTE).round().clip(0, MAX_BYTE).toType(DataType.UINT8, false);
        return ImageFactory.getInstance().fromNDArray(pixels);
    }
}
