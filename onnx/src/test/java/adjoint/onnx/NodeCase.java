package adjoint.onnx;

import adjoint.onnx.format.TensorFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A test of ONNX's own; see README.md beside the archive.
 *
 * @param name  its family and name
 * @param files what belongs to it, by path
 */
public record NodeCase(String name, Map<String, byte[]> files) {

    /** Tests of operators that need their inputs known, all of them or all but the first. */
    private static final Pattern KNOWN = Pattern.compile("node(-1.12)?/(resize|upsample|range|training_dropout)");
    private static final String FOLDER = "/node-tests/";
    private static final List<NodeCase> ALL = read();
    private static final Map<String, String> NOT_APPLICABLE = reasons();

    /** All in the archive. */
    public static List<NodeCase> all() {
        return ALL;
    }

    /** Those that can be run. */
    public static List<NodeCase> applicable() {
        return ALL.stream().filter(test -> !NOT_APPLICABLE.containsKey(test.name)).toList();
    }

    /** Why each of the others cannot. */
    public static Map<String, String> notApplicable() {
        return NOT_APPLICABLE;
    }

    /**
     * The model. Inputs of a set that must be known before a model can be compiled, such as the factors of Resize, are
     * constants in it: a network computes them from shapes or has them as weights.
     */
    public byte[] model(int set) {
        byte[] model = files.get("model.onnx");
        Matcher matcher = KNOWN.matcher(name);
        if (matcher.lookingAt()) {
            for (int i = matcher.group().endsWith("/range") ? 0 : 1; files.containsKey(input(set, i)); i++) {
                model = ModelBytes.withConstant(model, files.get(input(set, i)));
            }
        }
        return model;
    }

    /** How many sets of inputs and outputs there are. */
    public int sets() {
        int sets = 0;
        while (files.containsKey(sets + "/output_0.pb")) {
            sets++;
        }
        return sets;
    }

    /** The inputs of a set, in the order of the graph. */
    public List<Tensor> inputs(int set) {
        return tensors(set + "/input_");
    }

    /** Whether the outputs are written with four digits only. */
    public boolean hasRoundedOutputs() {
        return name.equals("node/averagepool_2d_ceil_last_window_starts_on_pad");
    }

    /** The outputs that are expected. */
    public List<Tensor> outputs(int set) {
        return tensors(set + "/output_");
    }

    private static String input(int set, int index) {
        return set + "/input_" + index + ".pb";
    }

    private List<Tensor> tensors(String prefix) {
        List<Tensor> tensors = new ArrayList<>();
        for (byte[] file = files.get(prefix + "0.pb"); file != null; file = files
                .get(prefix + tensors.size() + ".pb")) {
            tensors.add(TensorFile.read(file));
        }
        return tensors;
    }

    @Override
    public String toString() {
        return name;
    }

    private static InputStream open(String file) {
        return NodeCase.class.getResourceAsStream(FOLDER + file);
    }

    private static List<NodeCase> read() {
        Map<String, NodeCase> cases = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new GZIPInputStream(open("cases.zip.gz")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String[] path = entry.getName().split("/", 3);
                cases.computeIfAbsent(path[0] + "/" + path[1], name -> new NodeCase(name, new TreeMap<>())).files
                        .put(path[2], zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(cases.values());
    }

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new TreeMap<>();
        try (InputStream in = open("not-applicable.txt")) {
            String reason = "";
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                if (line.startsWith("# ")) {
                    reason = line.substring(2);
                } else if (!line.isBlank()) {
                    reasons.put(line.strip(), reason);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reasons;
    }
}
