package adjoint.onnx.operator;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All operators that there are. */
public final class Operators {

    /**
     * An operator from some version on, up to the next entry of the same name. Where versions differ in little, one operator
     * looks at {@link Call#opset()}.
     *
     * @param name     its name in ONNX
     * @param since    the first version of ONNX's set that has it
     * @param operator what it does
     */
    public record Entry(String name, int since, Operator operator) {
    }

    /** Sorted by name. */
    // spotless:off
    public static final List<Entry> ALL = List.of(
            new Entry("Abs", 6, Mathematics.ABS),
            new Entry("Acos", 7, Mathematics.ACOS),
            new Entry("Acosh", 9, Mathematics.ACOSH),
            new Entry("Add", 7, Arithmetic.ADD),
            new Entry("And", 7, Logic.AND),
            new Entry("ArgMax", 1, new ArgExtreme(1)),
            new Entry("ArgMin", 1, new ArgExtreme(-1)),
            new Entry("Asin", 7, Mathematics.ASIN),
            new Entry("Asinh", 9, Mathematics.ASINH),
            new Entry("Atan", 7, Mathematics.ATAN),
            new Entry("Atanh", 9, Mathematics.ATANH),
            new Entry("AveragePool", 1, new AveragePool()),
            new Entry("BatchNormalization", 7, new BatchNormalization()),
            new Entry("Cast", 6, Cast.CAST),
            new Entry("CastLike", 15, Cast.CAST_LIKE),
            new Entry("Ceil", 6, Mathematics.CEIL),
            new Entry("Celu", 12, Activations.CELU),
            new Entry("Clip", 6, Activations.CLIP),
            new Entry("Concat", 4, new Concat()),
            new Entry("Constant", 1, Known.CONSTANT),
            new Entry("ConstantOfShape", 9, Known.CONSTANT_OF_SHAPE),
            new Entry("Conv", 1, new Conv()),
            new Entry("ConvTranspose", 1, new ConvTranspose()),
            new Entry("Cos", 7, Mathematics.COS),
            new Entry("Cosh", 9, Mathematics.COSH),
            new Entry("DepthToSpace", 1, Movements.DEPTH_TO_SPACE),
            new Entry("Div", 7, Arithmetic.DIV),
            new Entry("Dropout", 7, new Dropout()),
            new Entry("Elu", 6, Activations.ELU),
            new Entry("Equal", 7, Logic.EQUAL),
            new Entry("Erf", 9, Mathematics.ERF),
            new Entry("Exp", 6, Mathematics.EXP),
            new Entry("Expand", 8, Movements.EXPAND),
            new Entry("Flatten", 1, Reshapes.FLATTEN),
            new Entry("Floor", 6, Mathematics.FLOOR),
            new Entry("GRU", 7, Recurrent.GRU),
            new Entry("Gather", 1, new Gather()),
            new Entry("GatherElements", 11, new GatherElements()),
            new Entry("GatherND", 11, new GatherND()),
            new Entry("Gelu", 20, Activations.GELU),
            new Entry("Gemm", 6, new Gemm()),
            new Entry("GlobalAveragePool", 1, Reduce.GLOBAL_AVERAGE_POOL),
            new Entry("GlobalMaxPool", 1, Reduce.GLOBAL_MAX_POOL),
            new Entry("Greater", 7, Logic.GREATER),
            new Entry("GreaterOrEqual", 12, Logic.GREATER_OR_EQUAL),
            new Entry("GroupNormalization", 18, GroupNorm.GROUP),
            new Entry("HardSigmoid", 6, Activations.HARD_SIGMOID),
            new Entry("HardSwish", 14, Activations.HARD_SWISH),
            new Entry("Identity", 1, Reshapes.IDENTITY),
            new Entry("If", 1, new If()),
            new Entry("InstanceNormalization", 6, GroupNorm.INSTANCE),
            new Entry("IsInf", 10, Logic.IS_INF),
            new Entry("IsNaN", 9, Logic.IS_NAN),
            new Entry("LRN", 1, new LocalResponseNorm()),
            new Entry("LSTM", 7, Recurrent.LSTM),
            new Entry("LayerNormalization", 17, new LayerNorm(true)),
            new Entry("LeakyRelu", 6, Activations.LEAKY_RELU),
            new Entry("Less", 7, Logic.LESS),
            new Entry("LessOrEqual", 12, Logic.LESS_OR_EQUAL),
            new Entry("Log", 6, Mathematics.LOG),
            new Entry("LogSoftmax", 1, new Softmax(true)),
            new Entry("MatMul", 1, new MatMul()),
            new Entry("Max", 8, Arithmetic.MAX),
            new Entry("MaxPool", 1, new MaxPool()),
            new Entry("Mean", 8, Arithmetic.MEAN),
            new Entry("Min", 8, Arithmetic.MIN),
            new Entry("Mish", 18, Activations.MISH),
            new Entry("Mod", 10, Arithmetic.MOD),
            new Entry("Mul", 7, Arithmetic.MUL),
            new Entry("Neg", 6, Mathematics.NEG),
            new Entry("Not", 1, Logic.NOT),
            new Entry("Or", 7, Logic.OR),
            new Entry("PRelu", 7, Arithmetic.P_RELU),
            new Entry("Pad", 2, new Pad()),
            new Entry("Pow", 7, Arithmetic.POW),
            new Entry("RMSNormalization", 23, new LayerNorm(false)),
            new Entry("Range", 11, Known.RANGE),
            new Entry("Reciprocal", 6, Mathematics.RECIPROCAL),
            new Entry("ReduceL1", 1, Reduce.L1),
            new Entry("ReduceL2", 1, Reduce.L2),
            new Entry("ReduceLogSum", 1, Reduce.LOG_SUM),
            new Entry("ReduceLogSumExp", 1, Reduce.LOG_SUM_EXP),
            new Entry("ReduceMax", 1, Reduce.MAX),
            new Entry("ReduceMean", 1, Reduce.MEAN),
            new Entry("ReduceMin", 1, Reduce.MIN),
            new Entry("ReduceProd", 1, Reduce.PROD),
            new Entry("ReduceSum", 1, Reduce.SUM),
            new Entry("ReduceSumSquare", 1, Reduce.SUM_SQUARE),
            new Entry("Relu", 6, Activations.RELU),
            new Entry("Reshape", 5, Reshapes.RESHAPE),
            new Entry("Resize", 10, new Resize()),
            new Entry("Round", 11, Mathematics.ROUND),
            new Entry("Scatter", 9, Scatter.ELEMENTS),
            new Entry("ScatterElements", 11, Scatter.ELEMENTS),
            new Entry("ScatterND", 11, Scatter.ND),
            new Entry("Selu", 6, Activations.SELU),
            new Entry("Shape", 1, Known.SHAPE),
            new Entry("Shrink", 9, Activations.SHRINK),
            new Entry("Sigmoid", 6, Activations.SIGMOID),
            new Entry("Sign", 9, Mathematics.SIGN),
            new Entry("Sin", 7, Mathematics.SIN),
            new Entry("Sinh", 9, Mathematics.SINH),
            new Entry("Size", 1, Known.SIZE),
            new Entry("Slice", 1, new Slice()),
            new Entry("Softmax", 1, new Softmax(false)),
            new Entry("Softplus", 1, Activations.SOFTPLUS),
            new Entry("Softsign", 1, Activations.SOFTSIGN),
            new Entry("SpaceToDepth", 1, Movements.SPACE_TO_DEPTH),
            new Entry("Split", 2, new Split()),
            new Entry("Sqrt", 6, Mathematics.SQRT),
            new Entry("Squeeze", 1, Reshapes.SQUEEZE),
            new Entry("Sub", 7, Arithmetic.SUB),
            new Entry("Sum", 8, Arithmetic.SUM),
            new Entry("Swish", 24, Activations.SWISH),
            new Entry("Tan", 7, Mathematics.TAN),
            new Entry("Tanh", 6, Activations.TANH),
            new Entry("ThresholdedRelu", 10, Activations.THRESHOLDED_RELU),
            new Entry("Tile", 6, Movements.TILE),
            new Entry("TopK", 1, new TopK()),
            new Entry("Transpose", 1, Movements.TRANSPOSE),
            new Entry("Unsqueeze", 1, Reshapes.UNSQUEEZE),
            new Entry("Upsample", 7, new Resize()),
            new Entry("Where", 9, Logic.WHERE),
            new Entry("Xor", 7, Logic.XOR));
    // spotless:on

    private static final Map<String, List<Entry>> BY_NAME = ALL.stream().collect(Collectors.groupingBy(Entry::name));

    private Operators() {
    }

    /**
     * An operator by name.
     *
     * @param domain the set it belongs to, empty for ONNX's own
     * @param name   its name
     * @param opset  the model's version of that set
     * @return the operator, or nothing if it is not supported
     */
    public static Optional<Operator> find(String domain, String name, int opset) {
        if (domain.equals(Internal.DOMAIN)) {
            return Internal.find(name);
        }
        if (domain.equals(FusedConv.DOMAIN) && name.equals("FusedConv")) {
            return Optional.of(new FusedConv());
        }
        return domain.isEmpty()
                ? BY_NAME.getOrDefault(name, List.of()).stream().filter(entry -> entry.since <= opset)
                        .max(Comparator.comparingInt(Entry::since)).map(Entry::operator)
                : Optional.empty();
    }
}
