package adjoint.djl;

import adjoint.models.TrainedModel;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.transform.CenterCrop;
import ai.djl.modality.cv.transform.Normalize;
import ai.djl.modality.cv.transform.Resize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Networks behind DJL's predictors, beside its engine OnnxRuntime. */
class PredictorTest {

    private static final String ADJOINT = "Adjoint";
    private static final String ONNX_RUNTIME = "OnnxRuntime";
    private static final List<String> CLASSES = List.of("cat", "dog", "cow", "owl", "ant");
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    @TempDir
    private Path folder;

    @BeforeEach
    void writeClassifier() throws IOException {
        Files.write(folder.resolve("classifier.onnx"), SmallModels.classifier());
    }

    private static <I, O> Criteria.Builder<I, O> criteria(Class<I> in, Class<O> out, Path path, String engine) {
        return Criteria.builder().setTypes(in, out).optModelPath(path).optEngine(engine);
    }

    private ZooModel<NDList, NDList> model(String engine) throws Exception {
        Path file = folder.resolve("classifier.onnx");
        return criteria(NDList.class, NDList.class, file, engine).build().loadModel();
    }

    /** {@code [3, height, width]}, computed without arrays of DJL's. */
    private static float[] normalized(Image picture) {
        BufferedImage image = (BufferedImage) picture.getWrappedImage();
        int width = image.getWidth();
        int pixels = width * image.getHeight();
        float[] planes = new float[3 * pixels];
        for (int i = 0; i < planes.length; i++) {
            int channel = i / pixels;
            int level = image.getRGB(i % pixels % width, i % pixels / width) >> 16 - 8 * channel & 0xFF;
            planes[i] = (level / 255f - MEAN[channel]) / DEVIATION[channel];
        }
        return planes;
    }

    private static float[] run(ZooModel<NDList, NDList> model, float[] data, Shape shape) throws TranslateException {
        try (Predictor<NDList, NDList> predictor = model.newPredictor();
                NDManager manager = model.getNDManager().newSubManager()) {
            NDList result = predictor.predict(new NDList(manager.create(data, shape)));
            return result.singletonOrThrow().toFloatArray();
        }
    }

    private static double[] softmax(float[] scores) {
        double sum = 0;
        double[] result = new double[scores.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.exp(scores[i]);
            sum += result[i];
        }
        for (int i = 0; i < result.length; i++) {
            result[i] /= sum;
        }
        return result;
    }

    private ZooModel<Image, Classifications> classifier() throws Exception {
        ImageClassificationTranslator translator = ImageClassificationTranslator.builder()
                .addTransform(new ToTensor()).addTransform(new Normalize(MEAN, DEVIATION)).optSynset(CLASSES)
                .optApplySoftmax(true).build();
        return criteria(Image.class, Classifications.class, folder, ADJOINT).optTranslator(translator).build()
                .loadModel();
    }

    @Test
    void classesOfPicturesAreThoseOfOnnxRuntime() throws Exception {
        List<Image> pictures = List.of(Pictures.picture(40, 32, 1), Pictures.picture(40, 32, 2),
                Pictures.picture(40, 32, 3));
        try (ZooModel<Image, Classifications> model = classifier();
                Predictor<Image, Classifications> predictor = model.newPredictor();
                ZooModel<NDList, NDList> other = model(ONNX_RUNTIME)) {
            List<Classifications> together = predictor.batchPredict(pictures);
            for (int i = 0; i < pictures.size(); i++) {
                double[] expected = softmax(run(other, normalized(pictures.get(i)), new Shape(1, 3, 32, 40)));
                Classifications alone = predictor.predict(pictures.get(i));
                for (int j = 0; j < expected.length; j++) {
                    assertEquals(expected[j], alone.getProbabilities().get(j), 1e-6);
                    assertEquals(expected[j], together.get(i).getProbabilities().get(j), 1e-6);
                }
                assertEquals(CLASSES, alone.getClassNames());
            }
        }
    }

    @Test
    void picturesAreResizedAndCroppedOnTheWay() throws Exception {
        ImageClassificationTranslator translator = ImageClassificationTranslator.builder()
                .addTransform(new Resize(36)).addTransform(new CenterCrop(32, 32)).addTransform(new ToTensor())
                .optSynset(CLASSES).build();
        try (ZooModel<Image, Classifications> model = criteria(Image.class, Classifications.class, folder, ADJOINT)
                .optTranslator(translator).build().loadModel();
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            assertEquals(SmallModels.CLASSES, predictor.predict(Pictures.picture(100, 80, 1)).items().size());
        }
    }

    @Test
    void enlargedPicturesAreThoseOfOnnxRuntime() throws Exception {
        Path file = Files.write(folder.resolve("upconv7.onnx"), TrainedModel.WAIFU2X_UPCONV7.bytes());
        int edge = 7;
        int width = 30;
        int height = 22;
        Image picture = Pictures.picture(width, height, 4);
        Shape shape = new Shape(1, 3, height + 2 * edge, width + 2 * edge);
        Enlarging translator = new Enlarging(edge);
        try (ZooModel<Image, Image> model = criteria(Image.class, Image.class, file, ADJOINT).optTranslator(translator)
                .build().loadModel();
                Predictor<Image, Image> predictor = model.newPredictor();
                NDManager manager = model.getNDManager().newSubManager();
                ZooModel<NDList, NDList> plain = criteria(NDList.class, NDList.class, file, ADJOINT).build()
                        .loadModel();
                ZooModel<NDList, NDList> other = criteria(NDList.class, NDList.class, file, ONNX_RUNTIME).build()
                        .loadModel()) {
            BufferedImage enlarged = (BufferedImage) predictor.predict(picture).getWrappedImage();

            float[] padded = new float[(int) shape.size()];
            BufferedImage image = (BufferedImage) picture.getWrappedImage();
            for (int i = 0; i < padded.length; i++) {
                int x = Math.clamp(i % shape.get(3) - edge, 0, width - 1);
                int y = Math.clamp(i / shape.get(3) % shape.get(2) - edge, 0, height - 1);
                int channel = (int) (i / shape.get(3) / shape.get(2));
                padded[i] = (image.getRGB(x, y) >> 16 - 8 * channel & 0xFF) / 255f;
            }
            float[] expected = run(other, padded, shape);
            assertArrayEquals(expected, run(plain, padded, shape), 1e-5f);

            assertEquals(2 * width, enlarged.getWidth());
            assertEquals(2 * height, enlarged.getHeight());
            NDArray levels = manager.create(expected, new Shape(3, 2 * height, 2 * width));
            for (int y = 0; y < 2 * height; y++) {
                for (int x = 0; x < 2 * width; x++) {
                    for (int channel = 0; channel < 3; channel++) {
                        double level = Math.clamp(255 * levels.getFloat(channel, y, x), 0, 255);
                        int actual = enlarged.getRGB(x, y) >> 16 - 8 * channel & 0xFF;
                        assertEquals(level, actual, 0.51, "channel " + channel + " at " + x + ", " + y);
                    }
                }
            }
        }
    }

    @Test
    void inputsOfOtherTypesAreConverted() throws Exception {
        Path file = Files.write(folder.resolve("types.onnx"), SmallModels.types());
        try (ZooModel<NDList, NDList> model = criteria(NDList.class, NDList.class, file, ADJOINT).build().loadModel();
                Predictor<NDList, NDList> predictor = model.newPredictor();
                NDManager manager = model.getNDManager().newSubManager()) {
            NDArray bytes = manager.create(new byte[] {1, -1}).toType(DataType.UINT8, false);
            NDArray longs = manager.create(new long[] {1L << 20, -3});
            NDArray half = manager.create(new float[] {0.5f, 3}).toType(DataType.FLOAT16, false);

            NDList results = predictor.predict(new NDList(longs, bytes, half));
            assertArrayEquals(new long[] {(1L << 20) + 1, 252}, results.get("sum").toLongArray());
            assertEquals(DataType.FLOAT16, results.get("wide").getDataType());
            assertArrayEquals(new float[] {1, 6}, results.get("wide").toFloatArray());

            NDArray doubles = manager.create(new double[] {1, 2});
            TranslateException refused = assertThrows(TranslateException.class,
                    () -> predictor.predict(new NDList(longs, doubles, half)));
            assertEquals("b=float64: must have elements of type int64", refused.getCause().getMessage());
            assertArrayEquals(new float[] {2, 4},
                    predictor.predict(new NDList(longs, bytes, doubles)).get("wide").toFloatArray());
        }
    }

    @Test
    void inputsGoByNameWhereTheyHaveNames() throws Exception {
        Path file = Files.write(folder.resolve("types.onnx"), SmallModels.types());
        try (ZooModel<NDList, NDList> model = criteria(NDList.class, NDList.class, file, ADJOINT).build().loadModel();
                Predictor<NDList, NDList> predictor = model.newPredictor();
                NDManager manager = model.getNDManager().newSubManager()) {
            NDArray half = manager.create(new float[] {1});
            NDArray a = manager.create(new long[] {2});
            NDArray b = manager.create(new long[] {3});
            half.setName("half");
            a.setName("a");
            b.setName("b");
            assertEquals(5, predictor.predict(new NDList(half, b, a)).get("sum").getLong(0));
            b.setName("c");
            TranslateException refused = assertThrows(TranslateException.class,
                    () -> predictor.predict(new NDList(half, b, a)));
            assertEquals("inputs=[half, c, a]: must have no names, or those of the inputs, [a, b, half]",
                    refused.getCause().getMessage());
        }
    }

    @Test
    void aModelTellsItsInputsAndOutputs() throws Exception {
        try (ZooModel<NDList, NDList> model = model(ADJOINT)) {
            assertEquals("classifier", model.getName());
            assertEquals(List.of("image"), model.describeInput().keys());
            assertEquals(new Shape(-1, 3, -1, -1), model.describeInput().valueAt(0));
            assertEquals(List.of("scores"), model.describeOutput().keys());
            assertEquals(new Shape(-1, 5), model.describeOutput().valueAt(0));
            assertArrayEquals(new Shape[] {new Shape(2, 5)},
                    model.getBlock().getOutputShapes(new Shape[] {new Shape(2, 3, 16, 24)}));
            assertEquals(ADJOINT, model.getNDManager().getEngine().getEngineName());
        }
    }

    @Test
    void threadsEndIfNoNetworkCanBeHad() throws InterruptedException {
        Set<Thread> before = workers();
        try (AdjointModel model = new AdjointModel("none", NDManager.newBaseManager(ADJOINT))) {
            for (Throwable failure : List.of(new IllegalStateException(), new OutOfMemoryError())) {
                assertThrows(failure.getClass(), () -> model.open(Map.of(AdjointModel.THREADS, 3), options -> {
                    assertEquals(2, workers().size() - before.size());
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) failure;
                }));
                for (Thread worker : workers()) {
                    if (!before.contains(worker)) {
                        worker.join(10_000);
                        assertFalse(worker.isAlive());
                    }
                }
            }
        }
    }

    private static Set<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("adjoint-worker")).collect(Collectors.toSet());
    }

    @Test
    void namesOfExtentsMayBeginWithADigit() throws Exception {
        try (Model model = Model.newInstance("named", ADJOINT)) {
            model.load(new ByteArrayInputStream(SmallModels.named("2n", "3")));
            assertEquals(new Shape(-1, 3), model.describeInput().valueAt(0));
        }
    }

    @Test
    void predictorsOfOneModelWorkAtOnce() throws Exception {
        int threads = 4;
        List<Image> pictures = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            pictures.add(Pictures.picture(33 + i, 29, i));
        }
        try (ZooModel<Image, Classifications> model = classifier();
                Predictor<Image, Classifications> one = model.newPredictor();
                ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<List<Double>> expected = new ArrayList<>();
            for (Image picture : pictures) {
                expected.add(one.predict(picture).getProbabilities());
            }
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int own = i;
                tasks.add(() -> {
                    try (Predictor<Image, Classifications> another = model.newPredictor()) {
                        for (int repeat = 0; repeat < 20; repeat++) {
                            assertEquals(expected.get(own), another.predict(pictures.get(own)).getProbabilities());
                            assertEquals(expected.get(own), one.predict(pictures.get(own)).getProbabilities());
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> task : executor.invokeAll(tasks)) {
                task.get();
            }
        }
    }

    @Test
    void predictionsLeaveNoArraysBehind() throws Exception {
        try (ZooModel<Image, Classifications> model = classifier();
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            predictor.predict(Pictures.picture(32, 32, 1));
            assertTrue(model.getNDManager().getManagedArrays().isEmpty());
        }
    }

    @Test
    void aClosedModelPredictsNoMore() throws Exception {
        Image picture = Pictures.picture(32, 32, 1);
        Block network;
        Predictor<Image, Classifications> left;
        try (ZooModel<Image, Classifications> model = classifier()) {
            Predictor<Image, Classifications> closed;
            try (Predictor<Image, Classifications> predictor = model.newPredictor()) {
                predictor.predict(picture);
                closed = predictor;
            }
            assertThrows(TranslateException.class, () -> closed.predict(picture));
            left = model.newPredictor();
            left.predict(picture);
            network = model.getBlock();
        }
        assertThrows(TranslateException.class, () -> left.predict(picture));
        assertThrows(IllegalStateException.class,
                () -> network.getOutputShapes(new Shape[] {new Shape(1, 3, 8, 8)}));
    }

    @Test
    void aModelIsFoundInItsFolder() throws Exception {
        Path sub = Files.createDirectories(folder.resolve("sub"));
        Files.write(sub.resolve("a.onnx"), SmallModels.classifier());
        try (Model model = Model.newInstance("anything", ADJOINT)) {
            model.load(sub);
            assertEquals("a", model.getName());
        }
        Files.write(sub.resolve("b.onnx"), SmallModels.types());
        try (Model model = Model.newInstance("b", ADJOINT)) {
            model.load(sub);
            assertEquals(3, model.describeInput().size());
        }
        try (Model model = Model.newInstance("anything", ADJOINT)) {
            String reason = assertThrows(FileNotFoundException.class, () -> model.load(sub)).getMessage();
            assertTrue(
                    reason.endsWith(": must hold anything.onnx or sub.onnx or model.onnx, or one ONNX file; it holds "
                            + "[a.onnx, b.onnx]"),
                    reason);
            model.load(sub, "a", Map.of("intraOpNumThreads", "1"));
            assertEquals(1, model.describeInput().size());
            assertThrows(UnsupportedOperationException.class, () -> model.load(sub, "a"));
        }
        try (Model model = Model.newInstance("sub", ADJOINT)) {
            String reason = assertThrows(FileNotFoundException.class, () -> model.load(sub)).getMessage();
            assertTrue(reason.contains(": must hold sub.onnx or model.onnx, or one ONNX file; "), reason);
        }
        try (Model model = Model.newInstance("stream", ADJOINT)) {
            model.load(new ByteArrayInputStream(SmallModels.classifier()), Map.of("intraOpNumThreads", "0"));
            assertEquals(List.of("image"), model.describeInput().keys());
        }
    }

    @Test
    void whatIsNoModelIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("text.onnx"), "no network at all");
        try (Model model = Model.newInstance("text", ADJOINT)) {
            String reason = assertThrows(MalformedModelException.class, () -> model.load(file)).getMessage();
            assertTrue(reason.startsWith(file.toString()), reason);
            Map.of("two", "must be a number", "-1", "must be at least 0").forEach((threads, rule) -> assertEquals(
                    "intraOpNumThreads=" + threads + ": " + rule, assertThrows(IllegalArgumentException.class,
                            () -> model.load(folder, "classifier", Map.of("intraOpNumThreads", threads)))
                            .getMessage()));
        }
        assertThrows(ModelNotFoundException.class, () -> criteria(NDList.class, NDList.class,
                folder.resolve("missing"), ADJOINT).build().loadModel());
    }

    @Test
    void anotherEngineStaysTheOneThatIsGivenUnasked() {
        assertTrue(Engine.getAllEngines().containsAll(List.of(ADJOINT, ONNX_RUNTIME)));
        assertEquals(ONNX_RUNTIME, Engine.getDefaultEngineName());
        assertEquals(ADJOINT, Engine.getEngine(ADJOINT).getEngineName());
    }

    @Test
    void arraysOfAnotherEngineAreTaken() throws Exception {
        float[] data = new float[3 * 16 * 16];
        for (int i = 0; i < data.length; i++) {
            data[i] = i % 7;
        }
        Shape shape = new Shape(1, 3, 16, 16);
        try (ZooModel<NDList, NDList> model = model(ADJOINT);
                Predictor<NDList, NDList> predictor = model.newPredictor();
                NDManager others = NDManager.newBaseManager(ONNX_RUNTIME)) {
            ByteBuffer direct = ByteBuffer.allocateDirect(data.length * Float.BYTES).order(ByteOrder.nativeOrder());
            direct.asFloatBuffer().put(data);
            NDList result = predictor.predict(new NDList(others.create(direct, shape, DataType.FLOAT32)));
            assertArrayEquals(run(model, data, shape), result.singletonOrThrow().toFloatArray());
        }
    }
}
