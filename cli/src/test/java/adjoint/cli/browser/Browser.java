package adjoint.cli.browser;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** A headless Chromium with one page. */
public final class Browser implements AutoCloseable {

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** What is missing here to start one, and how to get it. */
    private static Optional<String> missing() {
        List<String> missing = new ArrayList<>();
        if (chromium().isEmpty()) {
            missing.add("chromium");
        }
        if (onPath("chromedriver").isEmpty()) {
            missing.add("chromedriver");
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("no " + String.join(" and no ", missing)
                        + " on the PATH; on Debian: apt-get install chromium chromium-driver");
    }

    /**
     * Starts one, or leaves the tests out if there is none here; fails them where {@code browser.required} says so.
     */
    public static Browser startOrLeaveOut() {
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            if (Boolean.getBoolean("browser.required")) {
                fail(missing.get());
            }
            System.out.println("The tests of the page in a browser are left out: " + missing.get());
            abort(missing.get());
        }
        return start();
    }

    private static Browser start() {
        ChromeOptions options = new ChromeOptions();
        // Both programs by their paths: nothing is looked up or downloaded.
        options.setBinary(chromium().orElseThrow().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                "--window-size=1280,1000");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        // Not through the service's builder: javac misses an annotation of it that Selenium does not bring.
        System.setProperty("webdriver.chrome.driver", onPath("chromedriver").orElseThrow().toString());
        return new Browser(new ChromeDriver(options));
    }

    public ChromeDriver driver() {
        return driver;
    }

    public void open(Path page) {
        open(page.toUri());
    }

    public void open(URI page) {
        driver.get(page.toString());
    }

    public WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** Runs a script; its result in the types of the caller's wish. */
    @SuppressWarnings("unchecked")
    public <T> T script(String script, Object... arguments) {
        return (T) ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** A value chosen in a control as the page sees it when a user has done so. */
    public void enter(String css, Object value) {
        script("""
                const field = document.querySelector(arguments[0]);
                field.value = arguments[1];
                field.dispatchEvent(new Event("input", { bubbles: true }));
                field.dispatchEvent(new Event("change", { bubbles: true }));
                """, css, String.valueOf(value));
    }

    /** A radio button or a check box, clicked unless it is as wanted. */
    public void choose(String css, boolean wanted) {
        script("const box = document.querySelector(arguments[0]); if (box.checked !== arguments[1]) { box.click(); }",
                css,
                wanted);
    }

    public void colourScheme(String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** What the console said since the last call. */
    public List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::toString).toList();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Optional<Path> chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome").flatMap(name -> onPath(name).stream())
                .findFirst();
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst();
    }
}
