package adjoint.djl;

import adjoint.buffer.Floats;
import adjoint.onnx.ElementType;
import adjoint.onnx.FloatTensor;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Model;
import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import adjoint.parallel.Team;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractSymbolBlock;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network as a block. Safe for use by many threads, and so by many predictors. */
final class AdjointSymbolBlock extends AbstractSymbolBlock implements AutoCloseable {

    private static final long UNKNOWN = -1;

    private final Model model;
    private final Optional<Team> team;

    /** Closes the network, and the team that it computes with, when it is closed itself. */
    AdjointSymbolBlock(Model model, Optional<Team> team) {
        this.model = model;
        this.team = team;
    }

    @Override
    protected NDList forwardInternal(ParameterStore parameterStore, NDList inputs, boolean training,
            PairList<String, Object> params) {
        if (training) {
            throw Refusal.of("training");
        }
        Map<String, Tensor> results = model.run(tensors(inputs));
        AdjointNDManager manager = AdjointNDManager.of(inputs.head().getManager());
        NDList outputs = new NDList();
        for (Signature output : model.outputs()) {
            AdjointNDArray array = array(manager, results.get(output.name()));
            array.setName(output.name());
            outputs.add(array);
        }
        return outputs;
    }

    /** By name if the arrays have names of inputs, otherwise in the order of the file. */
    private Map<String, Tensor> tensors(NDList arrays) {
        List<Signature> signatures = model.inputs();
        List<String> names = signatures.stream().map(Signature::name).toList();
        if (arrays.size() != names.size()) {
            throw new IllegalArgumentException(
                    "inputs has " + arrays.size() + " arrays: must be one for each of " + names);
        }
        boolean named = arrays.stream().allMatch(array -> names.contains(array.getName()));
        if (!named && arrays.stream().anyMatch(array -> array.getName() != null)) {
            throw new IllegalArgumentException("inputs=" + arrays.stream().map(NDArray::getName).toList()
                    + ": must have no names, or those of the inputs, " + names);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            NDArray array = named ? arrays.get(names.get(i)) : arrays.get(i);
            tensors.put(names.get(i), tensor(signatures.get(i), AdjointNDManager.SYSTEM.from(array)));
        }
        return tensors;
    }

    private static Tensor tensor(Signature signature, AdjointNDArray array) {
        Elements elements = array.elements();
        adjoint.onnx.Shape shape = adjoint.onnx.Shape.ofLongs(array.getShape().getShape());
        if (signature.type().isFloat()) {
            Elements floats = elements.type() == DataType.FLOAT32 ? elements : elements.as(DataType.FLOAT32);
            return new FloatTensor(shape, Floats.of(floats.bytes().asFloatBuffer()));
        }
        if (elements.isReal()) {
            throw new IllegalArgumentException(
                    signature.name() + "=" + array.getDataType() + ": must have elements of type " + signature.type());
        }
        return new IntegerTensor(signature.type(), shape, elements.toLongs());
    }

    private static AdjointNDArray array(AdjointNDManager manager, Tensor tensor) {
        DataType type = type(tensor.type());
        Elements elements = tensor.type().isFloat()
                ? Elements.of(tensor.asFloats()).as(type)
                : Elements.of(type, tensor.toLongs());
        return manager.array(shape(tensor.shape()), elements);
    }

    private static Shape shape(adjoint.onnx.Shape shape) {
        return new Shape(Arrays.stream(shape.toArray()).mapToLong(extent -> extent).toArray());
    }

    private static DataType type(ElementType type) {
        return switch (type) {
            case FLOAT -> DataType.FLOAT32;
            case DOUBLE -> DataType.FLOAT64;
            case BOOL -> DataType.BOOLEAN;
            case STRING, COMPLEX64, COMPLEX128 -> throw Refusal.of("NDArray of " + type);
            case UINT8, INT8, UINT16, INT16, INT32, INT64, FLOAT16, UINT32, UINT64, BFLOAT16 ->
                DataType.valueOf(type.name());
        };
    }

    @Override
    public PairList<String, Shape> describeInput() {
        return describe(model.inputs());
    }

    @Override
    public PairList<String, Shape> describeOutput() {
        return describe(model.outputs());
    }

    /** An extent that the file leaves open is -1; null, as from DJL's other engines, if it does not tell the number of axes. */
    private static PairList<String, Shape> describe(List<Signature> signatures) {
        PairList<String, Shape> described = new PairList<>();
        for (Signature signature : signatures) {
            described.add(signature.name(), signature.dimensions().map(AdjointSymbolBlock::extents).orElse(null));
        }
        return described;
    }

    private static Shape extents(List<String> dimensions) {
        return new Shape(dimensions.stream()
                .mapToLong(extent -> Signature.extent(extent).orElse(UNKNOWN)).toArray());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        if (inputShapes.length != model.inputs().size()) {
            throw new IllegalArgumentException(
                    "inputShapes has " + inputShapes.length + ": must be one for each of " + model.inputs());
        }
        Map<String, adjoint.onnx.Shape> shapes = new LinkedHashMap<>();
        for (int i = 0; i < inputShapes.length; i++) {
            shapes.put(model.inputs().get(i).name(), adjoint.onnx.Shape.ofLongs(inputShapes[i].getShape()));
        }
        return model.planShapes(shapes).outputShapes().values().stream().map(AdjointSymbolBlock::shape)
                .toArray(Shape[]::new);
    }

    /** The weights are part of the network. */
    @Override
    public ParameterList getDirectParameters() {
        return new ParameterList();
    }

    @Override
    public boolean isInitialized() {
        return true;
    }

    @Override
    public void close() {
        model.close();
        team.ifPresent(Team::close);
    }

    @Override
    public String toString() {
        return model.toString();
    }
}
