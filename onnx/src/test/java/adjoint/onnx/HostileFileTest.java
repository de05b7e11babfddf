package adjoint.onnx;

import adjoint.onnx.Damage.Mutant;
import adjoint.onnx.Damage.Seed;
import adjoint.onnx.format.HostileSeeds;
import adjoint.onnx.format.OnnxFile;
import adjoint.parallel.Workers;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * Whatever a damaged file says, it is computed or refused by an exception that is meant for it and names the file, in little time
 * and memory, and nothing outside its folder is read.
 *
 * <p>{@value #MUTANTS} damaged files are made of some 1,100 small models: those of {@link adjoint.onnx.format.HostileSeeds}, and
 * ONNX's own of single operators. Each is damaged in one to three of the 17 ways of {@link Damage.Kind}, nine on bytes and eight
 * on the fields of the format; one in seven can still be computed. All take about 30 seconds of one core. One that fails is
 * written to {@code target/hostile}, and is made and tried again alone by {@code -Dtest.args=-Dadjoint.hostile=NUMBER}.
 */
class HostileFileTest {

    private static final int MUTANTS = 200_000;

    private static final long LIMIT_BYTES = 1 << 20;
    private static final Options OPTIONS = Options.defaults().workers(Workers.CALLER).memoryBytes(LIMIT_BYTES);

    /** What one file may take of a processor; a damaged file that says what would take long is not run. */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long MAX_MULTIPLY_ADDS = 1 << 26;
    private static final long LIMIT_ALLOCATED = 64 * LIMIT_BYTES;
    private static final int MAX_GIVEN = 1 << 18;

    /** What every byte of the file is that must not be read. */
    private static final byte SECRET = 'Z';

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path temporary;

    private Path folder;
    private final Damage damage = new Damage();
    private volatile Mutant current;
    private volatile long startedNanos;

    @BeforeEach
    void writeFilesBeside() throws IOException {
        folder = Files.createDirectory(temporary.resolve("model"));
        byte[] secret = new byte[HostileSeeds.WEIGHTS_BYTES];
        Arrays.fill(secret, SECRET);
        Files.write(temporary.resolve("secret.bin"), secret);
        Files.write(folder.resolve(HostileSeeds.WEIGHTS), new byte[HostileSeeds.WEIGHTS_BYTES]);
        Files.createSymbolicLink(folder.resolve("link.bin"), temporary.resolve("secret.bin"));
        Files.createSymbolicLink(folder.resolve("up"), temporary);
    }

    @Test
    void modelsThatAreNotDamagedAreComputed() throws IOException {
        for (Seed seed : damage.seeds()) {
            assertTrue(isComputed(new Mutant(0, seed, List.of(), seed.bytes())), seed.name());
        }
    }

    @Test
    void everyTruncationIsRefusedOrComputed() throws IOException {
        Seed seed = damage.seeds().getFirst();
        for (int size = 0; size < seed.bytes().length; size++) {
            isComputed(new Mutant(size, seed, List.of(Damage.Kind.END), Arrays.copyOf(seed.bytes(), size)));
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void damagedModelsAreRefusedOrComputed() throws IOException, InterruptedException {
        Integer only = Integer.getInteger("adjoint.hostile");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread worker = Thread.ofPlatform().daemon().unstarted(() -> {
            try {
                tryAll(only == null ? 0 : only, only == null ? MUTANTS : only + 1);
            } catch (Throwable e) { // whatever it is, it is not what was promised
                thrown.set(e);
            }
        });
        worker.start();
        while (worker.isAlive()) {
            worker.join(200);
            if (THREADS.getThreadCpuTime(worker.threadId()) - startedNanos > LIMIT_NANOS) {
                failWith(new AssertionError("takes more than " + LIMIT_NANOS + " ns", stackOf(worker)));
            }
        }
        if (thrown.get() != null) {
            failWith(thrown.get());
        }
    }

    private void tryAll(int from, int to) throws IOException {
        int computed = 0;
        for (int number = from; number < to; number++) {
            current = damage.mutant(number);
            startedNanos = THREADS.getCurrentThreadCpuTime();
            long before = THREADS.getCurrentThreadAllocatedBytes();
            computed += isComputed(current) ? 1 : 0;
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(bytes < LIMIT_ALLOCATED, () -> "takes " + bytes + " bytes");
        }
        // Else it is not the compiler and the kernels that are tried.
        assertTrue(to - from == 1 || computed > (to - from) / 8, computed + " were computed");
    }

    private void failWith(Throwable cause) throws IOException {
        Path file = Files.createDirectories(Path.of("target", "hostile")).resolve(current.number() + ".onnx");
        Files.write(file, current.bytes());
        fail(current + ", see " + file + ", try it alone by -Dadjoint.hostile=" + current.number(), cause);
    }

    private static Throwable stackOf(Thread thread) {
        Throwable stack = new Throwable("is at");
        stack.setStackTrace(thread.getStackTrace());
        return stack;
    }

    /** Whether a file is computed and not refused. */
    private boolean isComputed(Mutant mutant) throws IOException {
        String source = "model of " + mutant.bytes().length + " bytes";
        try {
            if (mutant.seed().external()) {
                Path file = Files.write(folder.resolve("model.onnx"), mutant.bytes());
                source = file.toString();
                requireNoSecret(file);
                try (Model model = Model.load(file, OPTIONS)) {
                    return run(model, mutant.seed().inputs());
                }
            }
            try (Model model = Model.load(mutant.bytes(), OPTIONS)) {
                return run(model, mutant.seed().inputs());
            }
        } catch (ModelException e) {
            assertTrue(e.getMessage().startsWith(source + ": "), e.getMessage());
            return false;
        } catch (IOException e) {
            assertTrue(mutant.seed().external() && e.getMessage().startsWith(source + ": "), e.getMessage());
            return false;
        }
    }

    private static boolean run(Model model, List<Tensor> given) {
        Map<String, Tensor> inputs = new HashMap<>();
        Map<String, Shape> shapes = new HashMap<>();
        for (int i = 0; i < model.inputs().size(); i++) {
            Signature input = model.inputs().get(i);
            Shape shape = i < given.size() && isFor(input, given.get(i)) ? given.get(i).shape() : shape(input);
            if (shape == null) {
                return false; // nobody can give that
            }
            shapes.put(input.name(), shape);
            if (shape.elements() <= MAX_GIVEN) {
                inputs.put(input.name(), i < given.size() && isFor(input, given.get(i))
                        ? given.get(i)
                        : tensor(input.type(), shape));
            }
        }
        if (inputs.size() < shapes.size()) {
            if (model.inputs().stream().allMatch(input -> input.type().isFloat())) { // else values are wanted perhaps
                model.planShapes(shapes);
            }
            return false;
        }
        Plan plan = model.plan(inputs);
        if (plan.multiplyAdds() > MAX_MULTIPLY_ADDS) {
            return false;
        }
        plan.describe();
        plan.run(inputs);
        return true;
    }

    private static boolean isFor(Signature input, Tensor tensor) {
        return input.admits(tensor.shape()) && input.type().isFloat() == tensor.type().isFloat();
    }

    /** A shape that an input admits; null if there is none. */
    private static Shape shape(Signature input) {
        int[] extents = input.dimensions().orElse(List.of("1", "1", "6", "6")).stream()
                .mapToInt(HostileFileTest::extent).toArray();
        double elements = Arrays.stream(extents).asDoubleStream().reduce(1, (a, b) -> a * Math.max(b, 1));
        return elements <= Integer.MAX_VALUE && input.admits(Shape.of(extents)) ? Shape.of(extents) : null;
    }

    private static int extent(String declared) {
        return Math.clamp(Signature.extent(declared).orElse(2), 0, Integer.MAX_VALUE);
    }

    private static Tensor tensor(ElementType type, Shape shape) {
        int[] extents = shape.toArray();
        if (type.isFloat()) {
            float[] floats = new float[shape.elements()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = i % 7 - 3;
            }
            return Tensor.of(floats, extents);
        }
        long[] longs = new long[shape.elements()];
        Arrays.setAll(longs, i -> 1 + i % 3);
        return Tensor.of(longs, extents);
    }

    private static void requireNoSecret(Path file) throws IOException {
        OnnxFile.read(file, LIMIT_BYTES).constants().forEach((name, tensor) -> {
            float secret = Float.intBitsToFloat(SECRET * 0x01010101);
            float[] elements = tensor.asFloats();
            for (float element : elements) {
                if (element == secret || elements.length > 1 && (element == SECRET || element == SECRET * 0x0101)) {
                    throw new AssertionError("reads what lies outside of its folder");
                }
            }
        });
    }
}
