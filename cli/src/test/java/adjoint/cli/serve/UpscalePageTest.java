package adjoint.cli.serve;

import adjoint.cli.browser.Browser;
import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The page in a browser, and the server behind it. */
class UpscalePageTest {

    private static final Path COFFEE = Path.of("src", "test", "resources", "adjoint", "cli", "upscale",
            "coffee-31x23.png");

    private static Browser browser;
    private static Team team;
    private static UpscaleServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.startOrLeaveOut();
        team = Workers.team(2);
        server = new UpscaleServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10_000, team);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
            team.close();
        }
    }

    @BeforeEach
    void open() {
        browser.open(server.page());
    }

    @Test
    void aPhotoIsSeenEnlargedBesideTheOriginal() {
        choose(COFFEE);
        waitFor("!document.querySelector('#result').hidden");
        assertEquals(List.of(31L, 23L, 62L, 46L), browser.script(
                "return ['before', 'after'].flatMap((id) => [document.getElementById(id).naturalWidth, document.getElementById(id).naturalHeight])"));
        assertTrue(browser.find("#sizes").getText().startsWith("31×23 → 62×46, network "));
        assertEquals("coffee-31x23-2x.png", browser.find("#save").getDomAttribute("download"));
        assertFalse(browser.find("#status").isDisplayed());
        assertEquals(List.of(), browser.console());
    }

    @Test
    void theTimesOfLayersAreListed() {
        choose(COFFEE);
        waitFor("!document.querySelector('#result').hidden");
        assertEquals(7L, browser.<Long>script(
                "return [...document.querySelectorAll('#layers tbody tr')].filter((row) => row.cells[0].textContent.startsWith('Conv')).length"));
        assertEquals(true, browser.script("""
                return [...document.querySelectorAll('#layers tbody tr')].every((row) =>
                    Number(row.cells[1].textContent) >= 0 && row.querySelector('meter').value >= 0)
                """));
    }

    @Test
    void theSliderUncoversTheOriginal() {
        choose(COFFEE);
        waitFor("!document.querySelector('#result').hidden");
        browser.enter("#slider", 20);
        assertEquals("inset(0px 80% 0px 0px)", browser.script("""
                return getComputedStyle(document.querySelector('#before')).clipPath.replace('calc(80%)', '80%')
                """));
        assertEquals("20%", browser.script("return document.querySelector('#viewer').style.getPropertyValue('--at')"));
    }

    @Test
    void aDroppedPhotoIsTaken() {
        browser.script("""
                const canvas = Object.assign(document.createElement("canvas"), { width: 12, height: 10 });
                canvas.getContext("2d").fillRect(0, 0, 6, 10);
                canvas.toBlob((blob) => {
                    const data = new DataTransfer();
                    data.items.add(new File([blob], "drawn.png", { type: "image/png" }));
                    document.querySelector("#drop").dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: data }));
                });
                """);
        waitFor("document.querySelector('#sizes').textContent.startsWith('12×10 → 24×20')");
    }

    @Test
    void anotherNetworkComputesTheSamePhotoAgain() {
        choose(COFFEE);
        waitFor("!document.querySelector('#result').hidden");
        browser.enter("#model", "cunet");
        waitFor("document.querySelectorAll('#layers tbody tr').length > 20 && !document.querySelector('#result').hidden");
    }

    @Test
    void aBadFileIsRefusedWithItsReason() throws IOException {
        choose(Files.writeString(folder.resolve("text.png"), "no picture"));
        waitFor("document.querySelector('#status').classList.contains('refusal')");
        assertEquals("the file is not a PNG or JPEG image", browser.find("#status").getText());
        assertFalse(browser.find("#result").isDisplayed());
        // The browser itself notes that an answer was not 200.
        browser.console();
    }

    @Test
    void aPhotoThatIsStillComputedDoesNotHideWhatIsSaidOfTheNext() throws Exception {
        browser.script("""
                const real = window.fetch;
                window.fetch = () => {
                    window.fetch = real;
                    return new Promise(() => {}); // never answers
                };
                """);
        choose(COFFEE);
        waitFor("document.querySelector('#status').textContent.startsWith('Computing')");
        choose(Files.writeString(folder.resolve("text.png"), "no picture"));
        waitFor("document.querySelector('#status').classList.contains('refusal')");
        Thread.sleep(Duration.ofMillis(1500));
        assertEquals("the file is not a PNG or JPEG image", browser.find("#status").getText());
        browser.console();
    }

    private static void choose(Path file) {
        browser.find("#file").sendKeys(file.toAbsolutePath().toString());
    }

    private static void waitFor(String condition) {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                .until(driver -> Boolean.TRUE.equals(browser.<Boolean>script("return " + condition)));
    }
}
