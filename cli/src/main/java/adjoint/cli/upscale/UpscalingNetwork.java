package adjoint.cli.upscale;

import adjoint.cli.UserError;
import adjoint.cli.file.ModelFile;
import adjoint.models.TrainedModel;
import adjoint.onnx.Model;
import adjoint.onnx.ModelException;
import adjoint.onnx.Options;
import adjoint.onnx.Plan;
import adjoint.onnx.Profile;
import adjoint.onnx.Shape;
import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import adjoint.parallel.Workers;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A network that enlarges pictures, and what it does to their sizes. An input of {@code h + 2*border} rows becomes {@code
 * factor*h} rows; columns likewise.
 *
 * @param name     how reports call it
 * @param model    the network: {@code [1, 3, height, width]} to the same, R, G, B, about 0 to 1
 * @param factor   how many times wider and higher a picture gets
 * @param border   pixels on each side that are read only as context; 0 if the network pads the picture itself, so that pieces of it
 *                 cannot be computed by themselves
 * @param multiple what the sides of the input must be multiples of
 * @param workers  the threads that compute it, and whatever is interpolated beside it
 */
public record UpscalingNetwork(String name, Model model, int factor, int border, int multiple, Workers workers)
        implements AutoCloseable {

    private static final int PROBE = 128;
    private static final int PROBE_STEP = 32;

    /**
     * One of those that come along, or that of a file.
     *
     * @param word    {@code upconv7}, {@code cunet} or the name of a file
     * @param options how it runs
     * @throws UserError if there is none of that name, or it does not enlarge pictures
     */
    public static UpscalingNetwork named(String word, Options options) {
        return switch (word) {
            case "upconv7" -> trained("waifu2x upconv_7", TrainedModel.WAIFU2X_UPCONV7, options);
            case "cunet" -> trained("waifu2x cunet", TrainedModel.WAIFU2X_CUNET, options);
            default -> ofFile(word, options);
        };
    }

    private static UpscalingNetwork trained(String name, TrainedModel trained, Options options) {
        return new UpscalingNetwork(name, Model.load(trained.bytes(), options), trained.factor(), trained.border(),
                trained.multiple(), options.workers().orElse(Workers.CALLER));
    }

    private static UpscalingNetwork ofFile(String word, Options options) {
        if (!word.endsWith(".onnx")) {
            throw new UserError("--model=" + word + ": must be upconv7, cunet or a file that ends in .onnx");
        }
        Path file = Path.of(word);
        Model model = ModelFile.load(file, options);
        try {
            return probed(file.getFileName().toString(), model, options.workers().orElse(Workers.CALLER));
        } catch (UserError e) {
            model.close();
            throw new UserError(file + ": " + e.getMessage());
        }
    }

    /** Finds out by shapes alone. */
    private static UpscalingNetwork probed(String name, Model model, Workers workers) {
        if (model.inputs().size() != 1 || model.outputs().size() != 1) {
            throw new UserError(
                    "must have one input and one output, has " + model.inputs() + " and " + model.outputs());
        }
        int small = requiredSide(model, PROBE);
        int large = requiredSide(model, PROBE + PROBE_STEP);
        int factor = (large - small) / PROBE_STEP;
        int crop = factor * PROBE - small;
        if (factor < 1 || factor * PROBE_STEP != large - small || crop < 0 || crop % (2 * factor) != 0) {
            throw new UserError("must enlarge a picture a whole number of times, makes " + small + "x" + small + " of "
                    + PROBE + "x" + PROBE + " and " + large + "x" + large + " of " + (PROBE + PROBE_STEP) + "x"
                    + (PROBE + PROBE_STEP));
        }
        int multiple = 1;
        while (multiple < PROBE_STEP
                && side(model, PROBE + multiple).orElse(-1) != factor * (PROBE + multiple) - crop) {
            multiple *= 2;
        }
        return new UpscalingNetwork(name, model, factor, crop / (2 * factor), multiple, workers);
    }

    private static int requiredSide(Model model, int side) {
        return side(model, side)
                .orElseThrow(() -> new UserError("must make a picture [1, 3, height, width] of one of any size, is "
                        + model.inputs().getFirst() + " to " + model.outputs().getFirst()));
    }

    private static OptionalInt side(Model model, int side) {
        Signature input = model.inputs().getFirst();
        try {
            Shape output = model.planShapes(Map.of(input.name(), Shape.of(1, 3, side, side))).outputShapes()
                    .get(model.outputs().getFirst().name());
            return output.rank() == 4 && output.equals(Shape.of(1, 3, output.get(2), output.get(2)))
                    ? OptionalInt.of(output.get(2))
                    : OptionalInt.empty();
        } catch (ModelException | IllegalArgumentException e) {
            return OptionalInt.empty();
        }
    }

    /** Whether pieces of a picture can be computed by themselves. */
    boolean tiles() {
        return border > 0;
    }

    /** The extent next to the given one that a tile can have, its border not counted. */
    int extent(int least) {
        return Math.ceilDiv(least + 2 * border, multiple) * multiple - 2 * border;
    }

    /** The plan for tiles of a size, their borders not counted. */
    Plan plan(int height, int width) {
        return model.planShapes(Map.of(input(), Shape.of(1, 3, height + 2 * border, width + 2 * border)));
    }

    /** Enlarges {@code [3, height + 2*border, width + 2*border]} to {@code [3, factor*height, factor*width]}. */
    float[] enlarge(Plan plan, float[] planes, int height, int width, Profile profile) {
        Tensor tile = Tensor.of(planes, 1, 3, height + 2 * border, width + 2 * border);
        return plan.run(Map.of(input(), tile), profile).get(model.outputs().getFirst().name()).toFloats();
    }

    private String input() {
        return model.inputs().getFirst().name();
    }

    @Override
    public void close() {
        model.close();
    }
}
