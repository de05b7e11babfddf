package adjoint.onnx.operator;

import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.dialect.Onnx;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import adjoint.onnx.graph.Attributes;

/** {@code ConvTranspose}. */
final class ConvTranspose extends FilterOperator {

    @Override
    Problem problem(Call call) {
        Attributes a = call.attributes();
        Image image = Image.of(call, 0);
        Problem exported = new Onnx.ConvTranspose(image.exported(), filter(call), a.text("auto_pad", "NOTSET"),
                perAxis(a, "dilations", image, 1), Math.toIntExact(a.integer("group", 1)), a.integers("kernel_shape"),
                perAxis(a, "output_padding", image, 0), a.integers("output_shape"), a.integers("pads"),
                perAxis(a, "strides", image, 1)).problem();
        return new Problem(exported.geometry(), image.layout(), exported.filterLayout());
    }

    @Override
    int[] resultShape(Problem problem) {
        return problem.xShape();
    }

    @Override
    int resultChannels(Problem problem) {
        return problem.geometry().xChannels();
    }

    @Override
    Planned plan(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue, Target target) {
        TransposedConvolution plan = TransposedConvolution.plan(problem, filter, prologue, epilogue, target.backend(),
                target.workers());
        return new Planned(plan::run, plan.describe());
    }

    /** The filter is {@code [in, out/groups, taps]}. */
    @Override
    int resultChannel(Problem problem, int element) {
        Geometry g = problem.geometry();
        int channel = element / g.taps() % g.xGroupChannels();
        int in = element / g.taps() / g.xGroupChannels();
        return in / g.yGroupChannels() * g.xGroupChannels() + channel;
    }
}
