package adjoint.geometry;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The constants of {@link Padding} and the enum behind them may be touched in either order. */
class PaddingInitialisationTest {

    @Test
    void theConstantsAreSetWhereTheEnumIsTouchedFirst() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.add(new File(entry).toURI().toURL());
        }
        // A loader of its own: in this one the classes have long been initialised.
        try (URLClassLoader fresh = new URLClassLoader(classPath.toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            Class<?> mode = Class.forName("adjoint.geometry.Padding$Mode", true, fresh);
            Class<?> padding = Class.forName("adjoint.geometry.Padding", true, fresh);
            for (Object constant : mode.getEnumConstants()) {
                assertEquals(constant, padding.getField(constant.toString()).get(null));
            }
        }
    }
}
