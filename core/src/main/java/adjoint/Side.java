package adjoint;

import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;

/** One of the two image tensors of a problem; callers know it by its name. */
enum Side {
    X("x") {
        @Override
        int elements(Geometry geometry) {
            return geometry.xElements();
        }

        @Override
        int channels(Geometry geometry) {
            return geometry.xChannels();
        }

        @Override
        int[] shape(Problem problem) {
            return problem.xShape();
        }
    },
    Y("y") {
        @Override
        int elements(Geometry geometry) {
            return geometry.yElements();
        }

        @Override
        int channels(Geometry geometry) {
            return geometry.yChannels();
        }

        @Override
        int[] shape(Problem problem) {
            return problem.yShape();
        }
    };

    final String argument;

    Side(String argument) {
        this.argument = argument;
    }

    abstract int elements(Geometry geometry);

    abstract int channels(Geometry geometry);

    abstract int[] shape(Problem problem);
}
