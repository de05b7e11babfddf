package adjoint.conformance.contract;

import adjoint.FilterGradient;
import adjoint.conformance.Cases;
import adjoint.conformance.Compare;
import adjoint.conformance.ConvCase;
import adjoint.conformance.Guarded;
import adjoint.conformance.Operator;
import adjoint.conformance.Storage;
import adjoint.conformance.Tensors;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Problem;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever memory tensors lie in: the same numbers, every element written, and nothing touched beside the output. */
public interface StorageContract extends Contract {

    /**
     * Each tensor in memory of some kind, between guard zones.
     *
     * @param word     the problem
     * @param operator the operator
     * @param kindX    memory of x
     * @param kindW    memory of the filter
     * @param kindY    memory of y
     * @param kindAdd  memory of the residual
     * @param adds     whether there is a residual
     * @param seed     the data
     */
    @Property(tries = 500)
    default void everyKindOfMemoryServesAndOnlyTheOutputIsWritten(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll Operator operator, @ForAll Storage kindX, @ForAll Storage kindW, @ForAll Storage kindY,
            @ForAll Storage kindAdd, @ForAll boolean adds, @ForAll long seed) {
        Problem problem = word.problem();
        Tensors in = Tensors.integers(problem, seed);
        String what = word + " " + operator + ", x " + kindX + ", w " + kindW + ", y " + kindY;
        Guarded x = operator == Operator.TRANSPOSED_CONVOLUTION
                ? Guarded.output(kindX, in.x().length)
                : Guarded.input(kindX, in.x());
        Guarded w = operator == Operator.FILTER_GRADIENT
                ? Guarded.output(kindW, in.w().length)
                : Guarded.input(kindW, in.w());
        Guarded y = operator == Operator.CONVOLUTION
                ? Guarded.output(kindY, in.y().length)
                : Guarded.input(kindY, in.y());
        float[] expected = operator.apply(Compare.reference(), problem, in);
        Guarded residual = null;
        if (adds && operator != Operator.FILTER_GRADIENT) {
            what += ", residual " + kindAdd;
            Tensors more = Tensors.integers(problem, seed + 1);
            float[] added = operator == Operator.CONVOLUTION ? more.y() : more.x();
            residual = Guarded.input(kindAdd, added);
            for (int at = 0; at < expected.length; at++) {
                expected[at] += added[at];
            }
        }
        Guarded output = switch (operator) {
            case CONVOLUTION -> y;
            case TRANSPOSED_CONVOLUTION -> x;
            case FILTER_GRADIENT -> w;
        };
        if (operator == Operator.FILTER_GRADIENT) {
            FilterGradient.plan(problem, backend()).run(x.floats(), y.floats(), w.floats());
        } else {
            run(problem, operator == Operator.TRANSPOSED_CONVOLUTION, x, w, y, residual);
        }
        Compare.exact(what, expected, output.content());
        output.requireGuardsUntouched(what + ": output");
        for (Guarded tensor : new Guarded[] {x, w, y, residual}) {
            if (tensor != output && tensor != null) {
                tensor.requireUntouched(what + ": input");
            }
        }
    }

    private void run(Problem problem, boolean transposed, Guarded x, Guarded w, Guarded y, Guarded residual) {
        Epilogue epilogue = residual == null
                ? Epilogue.NONE
                : Epilogue.NONE.withResidual(Epilogue.Residual.AFTER_ACTIVATION);
        LinearMap.plan(transposed, problem, w.floats(), epilogue, backend()).run((transposed ? y : x).floats(),
                (transposed ? x : y).floats(), residual == null ? null : residual.floats(), null);
    }

    /**
     * A residual that is the output itself is read before it is written, in every kind of memory.
     *
     * @param word the problem
     * @param kind memory of the output and residual
     * @param seed the data
     */
    @Property
    default void residualMayBeTheOutputInEveryKindOfMemory(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll Storage kind, @ForAll long seed) {
        Problem problem = word.problem();
        Tensors in = Tensors.integers(problem, seed);
        String what = word + ", y " + kind;
        float[] expected = Operator.CONVOLUTION.apply(Compare.reference(), problem, in);
        for (int at = 0; at < expected.length; at++) {
            expected[at] += in.y()[at];
        }
        Guarded y = Guarded.input(kind, in.y());
        run(problem, false, Guarded.input(Storage.ARRAY, in.x()), Guarded.input(Storage.ARRAY, in.w()), y, y);
        Compare.exact(what, expected, y.content());
        y.requireGuardsUntouched(what);
    }
}
