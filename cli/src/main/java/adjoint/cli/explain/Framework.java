package adjoint.cli.explain;

import adjoint.dialect.Dialect;
import adjoint.dialect.Expression;
import adjoint.dialect.Jax;
import adjoint.dialect.Keras;
import adjoint.dialect.Onnx;
import adjoint.dialect.PyTorch;
import adjoint.dialect.TensorFlow;
import adjoint.geometry.Padding;
import java.util.Locale;
import java.util.stream.IntStream;

/** The frameworks by whose rules a request can be read. What each makes of the numbers, its {@link Dialect} decides. */
enum Framework {
    /** Padding SAME, VALID, or pads with two axes; a transposed convolution has to be told its output. */
    TENSORFLOW(TensorFlow.DIALECT) {
        @Override
        Expression.Call conv(Asked asked) {
            TensorFlow.Conv call = TensorFlow.conv(asked.nhwc(), asked.hwio()).strides(asked.strides())
                    .dilations(asked.dilations());
            return asked.word() == null ? call.explicitPaddings(asked.pairs()) : call.padding(asked.word());
        }

        @Override
        Expression.Call convTranspose(Asked asked) {
            require(!asked.output().isEmpty(), "output: must be given, TensorFlow does not compute its output_shape");
            TensorFlow.ConvTranspose call = TensorFlow
                    .convTranspose(asked.nhwc(), asked.hwio(), asked.outputNhwc()).strides(asked.strides())
                    .dilations(asked.dilations());
            return asked.word() == null ? call.explicitPaddings(asked.pairs()) : call.padding(asked.word());
        }
    },
    /** Padding same, valid or causal; the output cannot be chosen here. */
    KERAS(Keras.DIALECT) {
        @Override
        Expression.Call conv(Asked asked) {
            return Keras.conv(asked.nhwc(), 1, asked.kernel()).strides(asked.strides())
                    .dilationRate(asked.dilations()).padding(wordOf(asked));
        }

        @Override
        Expression.Call convTranspose(Asked asked) {
            require(asked.output().isEmpty(), "output: must not be given, Keras computes it");
            return Keras.convTranspose(asked.nhwc(), 1, asked.kernel()).strides(asked.strides())
                    .dilationRate(asked.dilations()).padding(wordOf(asked));
        }

        private String wordOf(Asked asked) {
            require(asked.word() != null, "padding: must be a word, Keras takes no numbers");
            return asked.word();
        }

        @Override
        String word(Padding.Mode mode) {
            return mode.name().toLowerCase(Locale.ROOT);
        }
    },
    /** Padding same or valid for a convolution, or as many zeros before as after. */
    PYTORCH(PyTorch.DIALECT) {
        @Override
        Expression.Call conv(Asked asked) {
            PyTorch.Conv call = PyTorch.conv(asked.nchw(), asked.oihw()).stride(asked.strides())
                    .dilation(asked.dilations());
            return asked.word() == null ? call.padding(bothSides(asked)) : call.padding(asked.word());
        }

        @Override
        Expression.Call convTranspose(Asked asked) {
            require(asked.word() == null, "padding=" + asked.word()
                    + ": must be numbers, as 0,0: PyTorch's transposed convolution knows no word");
            PyTorch.ConvTranspose call = PyTorch.convTranspose(asked.nchw(), asked.oihw()).stride(asked.strides())
                    .dilation(asked.dilations()).padding(bothSides(asked));
            return asked.output().isEmpty() ? call : call.outputSize(asked.outputExtents());
        }

        @Override
        String noPadding() {
            return "0,0";
        }

        private int[] bothSides(Asked asked) {
            return asked.pads().stream().mapToInt(pad -> {
                require(pad.lo() == pad.hi(), "padding=" + pad.lo() + "," + pad.hi()
                        + ": must be the same before and after in PyTorch");
                return pad.lo();
            }).toArray();
        }

        @Override
        String word(Padding.Mode mode) {
            return mode.name().toLowerCase(Locale.ROOT);
        }
    },
    /** Padding SAME_UPPER, SAME_LOWER, VALID ({@code auto_pad}), or pads. */
    ONNX(Onnx.DIALECT) {
        @Override
        Expression.Call conv(Asked asked) {
            Onnx.Conv node = Onnx.conv(asked.nchw(), asked.oihw()).strides(asked.strides())
                    .dilations(asked.dilations());
            return asked.word() == null ? node.pads(beginsThenEnds(asked)) : node.autoPad(asked.word());
        }

        @Override
        Expression.Call convTranspose(Asked asked) {
            Onnx.ConvTranspose node = Onnx.convTranspose(asked.nchw(), asked.oihw()).strides(asked.strides())
                    .dilations(asked.dilations());
            node = asked.word() == null ? node.pads(beginsThenEnds(asked)) : node.autoPad(asked.word());
            return asked.output().isEmpty() ? node : node.outputShape(asked.outputExtents());
        }

        private static int[] beginsThenEnds(Asked asked) {
            return IntStream.concat(asked.pads().stream().mapToInt(Padding.Explicit::lo),
                    asked.pads().stream().mapToInt(Padding.Explicit::hi)).toArray();
        }

        @Override
        String word(Padding.Mode mode) {
            return mode == Padding.Mode.SAME ? "SAME_UPPER" : mode.name();
        }
    },
    /** Padding SAME, SAME_LOWER, VALID, or pads, those of a transposed convolution around the stretched input. */
    JAX(Jax.DIALECT) {
        @Override
        Expression.Call conv(Asked asked) {
            Jax.Conv call = Jax.conv(asked.nchw(), asked.oihw()).windowStrides(asked.strides())
                    .rhsDilation(asked.dilations());
            return asked.word() == null ? call.padding(asked.pairs()) : call.padding(asked.word());
        }

        @Override
        Expression.Call convTranspose(Asked asked) {
            require(asked.output().isEmpty(), "output: must not be given, JAX computes it");
            Jax.ConvTranspose call = Jax.convTranspose(asked.nhwc(), asked.hwio()).strides(asked.strides())
                    .rhsDilation(asked.dilations()).transposeKernel(true);
            return asked.word() == null ? call.padding(asked.pairs()) : call.padding(asked.word());
        }
    };

    private final Dialect dialect;

    Framework(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The framework's own terms. */
    Dialect dialect() {
        return dialect;
    }

    /**
     * The call that was asked for.
     *
     * @throws IllegalArgumentException if the framework has no such call
     */
    Expression.Call call(Asked asked) {
        return asked.operator() == Operator.CONV ? conv(asked) : convTranspose(asked);
    }

    abstract Expression.Call conv(Asked asked);

    abstract Expression.Call convTranspose(Asked asked);

    /** The framework's word for a padding, or what it would be. */
    String word(Padding.Mode mode) {
        return mode.name();
    }

    /** How no padding is written, where none is given. */
    String noPadding() {
        return word(Padding.Mode.VALID);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
