package adjoint.onnx.network;

/** What networks are made of, and how often. Those that are easiest to understand come first: a failing network shrinks to them. */
enum Step {
    OUTPUT(2, Elementwise::output), CONVOLUTION(4, Convolutions::any), ACTIVATION(3, Activations::any), ARITHMETIC(2,
            Elementwise::withConstants), COMBINATION(3, Elementwise::withEarlier), NORMALISED_CONVOLUTION(2,
                    Convolutions::normalised), SCALED_CONVOLUTION(3, Convolutions::scaled), RESIDUAL_BLOCK(4,
                            Convolutions::residualBlock), PADDED_CONVOLUTION(3,
                                    Convolutions::padded), TRANSPOSED_CONVOLUTION(3,
                                            Convolutions::transposed), CONVOLUTION_OF_OTHER_RANK(1,
                                                    Convolutions::ofOtherRank), EXCITATION(3,
                                                            Excitations::squeezeAndExcite), FACTORS(1,
                                                                    Excitations::factors), MODULATED_FILTER(1,
                                                                            Excitations::modulatedFilter), CONCAT(2,
                                                                                    Movements::concat), SPLIT(2,
                                                                                            Movements::split), SLICE(1,
                                                                                                    Movements::slice), PIXEL_SHUFFLE(
                                                                                                            1,
                                                                                                            Movements::pixelShuffle), SPACE_TO_DEPTH(
                                                                                                                    1,
                                                                                                                    Movements::spaceToDepth), CHANNEL_SHUFFLE(
                                                                                                                            1,
                                                                                                                            Movements::channelShuffle), REORDERING(
                                                                                                                                    1,
                                                                                                                                    Movements::reorder), CHANNELS_LAST(
                                                                                                                                            3,
                                                                                                                                            ChannelsLast::excursion), POOLING(
                                                                                                                                                    1,
                                                                                                                                                    Reductions::pooling), RESIZE(
                                                                                                                                                            1,
                                                                                                                                                            Movements::resize), SOFTMAX(
                                                                                                                                                                    1,
                                                                                                                                                                    Reductions::softmax), REDUCTION(
                                                                                                                                                                            1,
                                                                                                                                                                            Reductions::alongAnAxis), NORMALISATION(
                                                                                                                                                                                    2,
                                                                                                                                                                                    Normalizations::any), CLASSIFIER(
                                                                                                                                                                                            1,
                                                                                                                                                                                            Reductions::classifier);

    final int weight;
    final Piece piece;

    Step(int weight, Piece piece) {
        this.weight = weight;
        this.piece = piece;
    }
}
