package adjoint.cli.explain;

import adjoint.geometry.Padding;
import adjoint.geometry.Window;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** For a reader in Persia, whose digits SVG and JSON do not know. */
class LocaleTest {

    private final Locale usual = Locale.getDefault();

    @BeforeEach
    void change() {
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
        assertEquals("۱", String.format("%d", 1));
    }

    @AfterEach
    void restore() {
        Locale.setDefault(usual);
    }

    @Test
    void picturesAreDrawnAlike() throws IOException {
        new GalleryTest().drawingItAgainChangesNothing();
    }

    @Test
    void pagesAreWrittenAlike() {
        Request request = new Request(Operator.DECONV, List.of(4), List.of(new Window(3, 2, 1)),
                List.of(Padding.explicit(1, 0)), List.of());
        assertEquals(
                "{\"op\":\"deconv\",\"maxPlaces\":40,\"axes\":[{\"input\":4,\"kernel\":3,\"stride\":2,\"dilation\":1,"
                        + "\"padding\":{\"mode\":\"EXPLICIT\",\"lo\":1,\"hi\":0},\"output\":8}]}",
                HtmlRenderer.initial(request.explain()));
    }
}
