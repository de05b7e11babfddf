package adjoint.onnx;

import adjoint.onnx.graph.TensorType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * What a plan is made for: the types of a model's inputs, and the values of those that it computes shapes with. Which these are
 * shows when it is compiled without; they are among integers of at most {@value #MAX_KNOWN} elements, images of bytes being data
 * always. Known are also all integers that floats cannot hold.
 *
 * @param types type of each input
 * @param known those whose values the plan depends on
 */
record Given(Map<String, TensorType> types, Map<String, Tensor> known) {

    private static final int MAX_KNOWN = 1024;

    /**
     * For tensors.
     *
     * @param signatures the model's inputs
     * @param inputs     the tensors
     * @param byValue    inputs whose values a plan has asked for
     */
    static Given of(List<Signature> signatures, Map<String, Tensor> inputs, Set<String> byValue) {
        Map<String, Tensor> known = new HashMap<>();
        Map<String, TensorType> types = types(signatures, inputs, (signature, tensor) -> {
            if (tensor.type().isFloat() != signature.type().isFloat()) {
                throw new IllegalArgumentException(
                        signature.name() + "=" + tensor + ": must have elements of type " + signature.type());
            }
            if (tensor instanceof IntegerTensor integers
                    && (byValue.contains(signature.name()) && canBeKnown(signature.type(), tensor.shape())
                            || !integers.areFloats())) {
                known.put(signature.name(), integers.as(signature.type()));
            }
            return tensor.shape();
        });
        return new Given(types, known);
    }

    /** For shapes alone. */
    static Given ofShapes(List<Signature> signatures, Map<String, Shape> shapes) {
        return new Given(types(signatures, shapes, (signature, shape) -> shape), Map.of());
    }

    /** Inputs whose values can become known if a plan needs them. */
    Set<String> withheld() {
        return types.keySet().stream().filter(name -> !known.containsKey(name)
                && canBeKnown(types.get(name).type(), types.get(name).shape())).collect(Collectors.toSet());
    }

    private static boolean canBeKnown(ElementType type, Shape shape) {
        boolean bytes = type == ElementType.UINT8 || type == ElementType.INT8;
        return type.isInteger() && shape.elements() <= MAX_KNOWN && (shape.rank() < 2 || !bytes);
    }

    private static <T> Map<String, TensorType> types(List<Signature> signatures, Map<String, T> inputs,
            BiFunction<Signature, T, Shape> shapeOf) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (Signature signature : signatures) {
            T input = inputs.get(signature.name());
            if (input == null) {
                throw new IllegalArgumentException("input " + signature + ": must be given");
            }
            Shape shape = shapeOf.apply(signature, input);
            if (!signature.admits(shape)) {
                throw new IllegalArgumentException(
                        signature.name() + "=" + shape + ": must have the shape "
                                + signature.dimensions().orElseThrow());
            }
            types.put(signature.name(), new TensorType(signature.type(), shape));
        }
        for (String name : inputs.keySet()) {
            if (!types.containsKey(name)) {
                throw new IllegalArgumentException("input '" + name + "': must be one of " + types.keySet());
            }
        }
        return types;
    }
}
