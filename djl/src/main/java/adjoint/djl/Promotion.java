package adjoint.djl;

import ai.djl.ndarray.types.DataType;

/** Types of results, as in PyTorch. */
final class Promotion {

    private Promotion() {
    }

    /** For operations whose results are not integers. */
    static DataType real(DataType type) {
        return type.isFloating() ? type : DataType.FLOAT32;
    }

    /** For sums of many. */
    static DataType sum(DataType type) {
        return type.isFloating() ? type : DataType.INT64;
    }

    /** The type that holds numbers of both; real if one of them is. */
    static DataType common(DataType a, DataType b) {
        if (a == b || b == DataType.BOOLEAN) {
            return a;
        }
        if (a == DataType.BOOLEAN) {
            return b;
        }
        if (a.isFloating() != b.isFloating()) {
            return a.isFloating() ? a : b;
        }
        if (a.getNumOfBytes() != b.getNumOfBytes()) {
            return a.getNumOfBytes() > b.getNumOfBytes() ? a : b;
        }
        return a.isFloating() ? DataType.FLOAT32 : DataType.INT64;
    }

    /** The type for elements beside one number, which widens them only where they are of another kind. */
    static DataType common(DataType type, Number n) {
        if (n instanceof Float || n instanceof Double) {
            return real(type);
        }
        // A boolean is too narrow for most numbers.
        return type != DataType.BOOLEAN ? type : n instanceof Integer ? DataType.INT32 : DataType.INT64;
    }
}
