package adjoint.cli.explain;

import adjoint.geometry.Interval;
import adjoint.geometry.Padding;
import adjoint.geometry.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Requests to compare over. */
final class Requests {

    /** Every mode, and explicit padding that is uneven, wider than the window, negative, and more than there is. */
    static final List<Padding> PADDINGS = List.of(Padding.SAME, Padding.SAME_LOWER, Padding.VALID, Padding.CAUSAL,
            Padding.FULL, Padding.explicit(1, 0), Padding.explicit(0, 2), Padding.explicit(3, 1),
            Padding.explicit(-1, 1), Padding.explicit(0, -2), Padding.explicit(6, 7));

    private Requests() {}

    /** One axis: what is asked for, both ways; of a transposed convolution every admissible output and its refused neighbours. */
    static void forEachOverOneAxis(Consumer<Request> action) {
        for (Padding padding : PADDINGS) {
            for (int kernel = 1; kernel <= 5; kernel++) {
                for (int stride = 1; stride <= 4; stride++) {
                    for (int dilation = 1; dilation <= 3; dilation++) {
                        Window window = new Window(kernel, stride, dilation);
                        for (int extent = 0; extent <= 9; extent++) {
                            action.accept(of(Operator.CONV, extent, window, padding, List.of()));
                            action.accept(of(Operator.DECONV, extent, window, padding, List.of()));
                            outputs(padding, extent, window).forEach(action);
                        }
                    }
                }
            }
        }
    }

    private static List<Request> outputs(Padding padding, int extent, Window window) {
        List<Request> requests = new ArrayList<>();
        Interval admissible;
        try {
            admissible = padding.validOutputSizes(extent, window);
        } catch (IllegalArgumentException none) {
            return List.of(of(Operator.DECONV, extent, window, padding, List.of(0)));
        }
        for (int output = admissible.min() - 1; output <= admissible.max() + 1; output++) {
            requests.add(of(Operator.DECONV, extent, window, padding, List.of(output)));
        }
        return requests;
    }

    private static Request of(Operator operator, int extent, Window window, Padding padding, List<Integer> output) {
        return new Request(operator, List.of(extent), List.of(window), List.of(padding), output);
    }
}
