package adjoint.examples.spark;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.input.PortableDataStream;
import scala.Tuple2;

/**
 * Enlarges each picture of a folder to twice its size, as PNG in another folder that all executors see: {@code a.jpg} becomes
 * {@code a.jpg.png}.
 *
 * <pre>
 * spark-submit --class adjoint.examples.spark.UpscaleFolder
 *     --conf spark.executor.extraJavaOptions="--add-modules jdk.incubator.vector"
 *     --jars adjoint-core.jar,adjoint-simd.jar,adjoint-models.jar,adjoint-onnx.jar adjoint-examples-spark.jar FROM TO
 * </pre>
 */
public final class UpscaleFolder {

    private UpscaleFolder() {
    }

    /** The folder to read and the folder to write. */
    public static void main(String[] folders) {
        if (folders.length != 2) {
            throw new IllegalArgumentException("arguments has " + folders.length + ": must be the folders FROM and TO");
        }
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("upscale"))) {
            List<String> written = upscale(spark, folders[0], folders[1]);
            System.out.println(written.size() + " pictures written");
        }
    }

    /** Names of the files that were written. */
    static List<String> upscale(JavaSparkContext spark, String from, String to) {
        if (local(from).equals(local(to))) {
            throw new IllegalArgumentException("to=" + to + ": must be another folder than from=" + from);
        }
        return spark.binaryFiles(from, spark.defaultParallelism()).mapPartitions(files -> upscale(files, to)).collect();
    }

    /** Of a path or the address of one. */
    private static Path local(String folder) {
        return Path.of(new org.apache.hadoop.fs.Path(folder).toUri().getPath()).toAbsolutePath().normalize();
    }

    /** What one task does; runs on an executor. */
    private static Iterator<String> upscale(Iterator<Tuple2<String, PortableDataStream>> files, String to) {
        List<String> written = new ArrayList<>();
        files.forEachRemaining(file -> {
            String name = Path.of(file._1()).getFileName() + ".png";
            try {
                BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file._2().toArray()));
                if (picture == null) {
                    return; // no picture
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                ImageIO.write(Upscaling.enlarge(picture), "png", bytes);
                // Nobody sees half a file, whatever becomes of the task, and of others that Spark starts for the same pictures.
                Path unfinished = Path.of(to, "." + name + "." + TaskContext.get().taskAttemptId());
                Files.move(Files.write(unfinished, bytes.toByteArray()), Path.of(to, name),
                        StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(file._1(), e);
            }
            written.add(name);
        });
        return written.iterator();
    }
}
