package adjoint.conformance.corpus;

import adjoint.dialect.PyTorch;
import adjoint.geometry.Problem;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What PyTorch promises of the output sizes of a transposed convolution. */
class PyTorchOutputSizeTest {

    /** Source: {@code test/nn/test_convolution.py}, {@code test_ConvTranspose2d_output_size_downsample_upsample}. */
    @Test
    void aTransposedConvolutionReturnsTheSizeThatItsConvolutionCameFrom() {
        int tried = 0;
        for (int h = 13; h < 24; h++) {
            for (int w = 13; w < 17; w++) {
                for (int kernel = 2; kernel < 5; kernel++) {
                    for (int dilation = 1; dilation < 5; dilation++) {
                        for (int stride = 1; stride < 4; stride++) {
                            for (int padding = 0; padding < 3; padding++) {
                                tried++;
                                Problem down = PyTorch.conv(new int[] {1, 4, h, w}, 3, 4, kernel, kernel).stride(stride)
                                        .padding(padding).dilation(dilation).problem();
                                Problem up = PyTorch.convTranspose(down.yShape(), 3, 4, kernel, kernel).stride(stride)
                                        .padding(padding).dilation(dilation).outputSize(h, w).problem();
                                assertEquals(down, up);
                            }
                        }
                    }
                }
            }
        }
        assertEquals(11 * 4 * 3 * 4 * 3 * 3, tried);
    }
}
