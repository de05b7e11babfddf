package adjoint.onnx.operator;

import adjoint.onnx.run.Kernel;

/** {@code AveragePool}. */
final class AveragePool extends Pool {

    @Override
    public Kernel plan(Call call, Target target) {
        Image image = Image.of(call, 0);
        return PoolKernel.mean(image, PoolAxis.of(call, image),
                call.attributes().flag("count_include_pad", false));
    }
}
