package adjoint.onnx.operator;

import adjoint.Convolution;
import adjoint.buffer.Floats;
import adjoint.dialect.Onnx;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import adjoint.onnx.graph.Attributes;
import java.util.List;

/** {@code Conv}. A pass of the compiler may set {@link #BORDER}. */
public final class Conv extends FilterOperator {

    @Override
    Problem problem(Call call) {
        Attributes a = call.attributes();
        Image image = Image.of(call, 0);
        Problem exported = new Onnx.Conv(image.exported(), filter(call), a.text("auto_pad", "NOTSET"),
                perAxis(a, "dilations", image, 1), Math.toIntExact(a.integer("group", 1)), a.integers("kernel_shape"),
                a.integers("pads"), perAxis(a, "strides", image, 1)).problem();
        return new Problem(bordered(exported.geometry(), a.get(BORDER, BorderMode.class, BorderMode.ZEROS)),
                image.layout(), exported.filterLayout());
    }

    private static Geometry bordered(Geometry g, BorderMode border) {
        List<Axis> axes = g.axes().stream()
                .map(axis -> new Axis(axis.xExtent(), axis.yExtent(), axis.window(), axis.lo(), border)).toList();
        return new Geometry(g.batch(), g.groups(), g.xChannels(), g.yChannels(), axes);
    }

    @Override
    int[] resultShape(Problem problem) {
        return problem.yShape();
    }

    @Override
    int resultChannels(Problem problem) {
        return problem.geometry().yChannels();
    }

    @Override
    Planned plan(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue, Target target) {
        Convolution plan = Convolution.plan(problem, filter, prologue, epilogue, target.backend(), target.workers());
        return new Planned(plan::run, plan.describe());
    }

    @Override
    int resultChannel(Problem problem, int element) {
        return element / (problem.geometry().filterElements() / problem.geometry().yChannels());
    }
}
