package adjoint.cli.explain;

import adjoint.cli.browser.Browser;
import adjoint.geometry.Padding;
import adjoint.geometry.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The page in a browser: its controls are used, and what it shows is held against the library. */
class PageTest {

    private static final Request SAME_3X3 = new Request(Operator.DECONV, List.of(2, 2), List.of(new Window(3, 2, 1),
            new Window(3, 2, 1)), List.of(Padding.SAME, Padding.SAME), List.of(3, 3));

    @TempDir
    private static Path folder;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.startOrLeaveOut();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        Path page = folder.resolve("page.html");
        Files.writeString(page, HtmlRenderer.render(SAME_3X3.explain()));
        browser.open(page);
    }

    @AfterEach
    void theConsoleStaysEmpty() {
        assertEquals(List.of(), browser.console());
    }

    @Test
    void thePageOpensOnWhatWasAskedFor() {
        assertEquals(PageView.expected(SAME_3X3), PageView.shown(browser));
    }

    @Test
    void oneAxisOpensToo() throws IOException {
        Request request = new Request(Operator.CONV, List.of(7), List.of(new Window(3, 2, 2)),
                List.of(Padding.explicit(1, 3)), List.of());
        Path page = folder.resolve("one.html");
        Files.writeString(page, HtmlRenderer.render(request.explain()));
        browser.open(page);
        assertEquals(PageView.expected(request), PageView.shown(browser));
    }

    @Test
    void thePageNeedsNoOtherFile() {
        List<?> loaded = browser.script("return performance.getEntriesByType('resource').map((each) => each.name)");
        assertEquals(List.of(), loaded);
        String page = HtmlRenderer.render(SAME_3X3.explain());
        assertFalse(page.contains("://"), "an address in the page");
        assertFalse(page.contains("{{"), "a part that was not put in");
    }

    @Test
    void whateverIsSetThePageShowsWhatTheLibraryResolves() {
        int compared = 0;
        for (Operator operator : Operator.values()) {
            for (Padding padding : Requests.PADDINGS) {
                for (Window window : List.of(new Window(2, 2, 1), new Window(3, 1, 2), new Window(4, 3, 1))) {
                    Request request = new Request(operator, List.of(5, 4), List.of(window, new Window(2, 1, 1)),
                            List.of(padding, Padding.VALID), List.of());
                    PageControls.set(browser, request);
                    assertEquals(PageView.expected(request), PageView.shown(browser), request::toString);
                    compared++;
                }
            }
        }
        assertTrue(compared > 60);
    }

    @Test
    void everyAdmissibleOutputIsShownAndItsNeighboursAreRefused() {
        for (Padding padding : List.of(Padding.SAME, Padding.SAME_LOWER, Padding.VALID, Padding.explicit(2, 1))) {
            Window window = new Window(3, 3, 1);
            var admissible = padding.validOutputSizes(3, window);
            for (int output = admissible.min() - 1; output <= admissible.max() + 1; output++) {
                Request request = new Request(Operator.DECONV, List.of(3), List.of(window), List.of(padding),
                        List.of(output));
                PageControls.set(browser, request);
                assertEquals(PageView.expected(request), PageView.shown(browser), request::toString);
            }
        }
    }

    @Test
    void aRefusalNamesTheAdmissibleOutputsAndAClickTakesOne() {
        browser.find("#output-0").clear();
        browser.find("#output-0").sendKeys("6");
        assertEquals(
                "height: output=6: with padding SAME, kernel=3, stride=2, dilation=1 and input=2 it must be in 3..4",
                browser.find("#refusal p").getText());
        assertFalse(browser.find("#picture").isDisplayed());
        assertEquals("true", browser.find("#output-0").getDomAttribute("aria-invalid"));
        assertEquals("false", browser.find("#kernel-0").getDomAttribute("aria-invalid"));
        browser.find("#refusal [data-output='4']").click();
        assertEquals(PageView.expected(new Request(Operator.DECONV, List.of(2, 2), SAME_3X3.windows(),
                SAME_3X3.paddings(), List.of(4, 4))), PageView.shown(browser));
    }

    @Test
    void aFieldKeepsTheFocusWhileItIsTypedIn() {
        WebElement kernel = browser.find("#kernel-0");
        kernel.sendKeys(Keys.BACK_SPACE);
        assertEquals("height: kernel: must be a whole number", browser.find("#refusal p").getText());
        browser.driver().switchTo().activeElement().sendKeys("2");
        assertEquals("2", browser.find("#numbers [data-key=kernel][data-axis='1']").getText());
    }

    @Test
    void steppingVisitsEachPlaceWithItsProducts() {
        browser.choose("[name=values][value=counting]", true);
        Explanation explanation = SAME_3X3.explain();
        browser.find("#grids").sendKeys(Keys.HOME);
        int places = 25;
        for (int step = 0; step < places; step++) {
            assertEquals(PageView.expectedStep(explanation, step), PageView.shownStep(browser), "step " + step);
            browser.find("#forward").click();
        }
        assertEquals("25 of 25", browser.find("#count").getText());
        browser.find("#back").click();
        assertEquals("24 of 25", browser.find("#count").getText());
    }

    @Test
    void stepsOfADilatedConvolutionMarkEachTap() {
        Request request = new Request(Operator.CONV, List.of(5, 6), List.of(new Window(2, 2, 3), new Window(3, 1, 2)),
                List.of(Padding.SAME, Padding.explicit(1, 1)), List.of());
        PageControls.set(browser, request);
        browser.choose("[name=values][value=counting]", true);
        Explanation explanation = request.explain();
        int places = explanation.onesResult().length;
        browser.find("#grids").sendKeys(Keys.HOME);
        for (int step = 0; step < places; step++) {
            assertEquals(PageView.expectedStep(explanation, step), PageView.shownStep(browser), "step " + step);
            browser.find("#grids").sendKeys(step % 4 == 3 ? "" : Keys.ARROW_RIGHT);
            if (step % 4 == 3 && step + 1 < places) {
                browser.find("#forward").click();
            }
        }
    }

    @Test
    void theKeyboardMovesTheWindow() {
        WebElement grids = browser.find("#grids");
        grids.sendKeys(Keys.HOME);
        assertEquals("1 of 25", browser.find("#count").getText());
        grids.sendKeys(Keys.ARROW_DOWN, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertEquals("8 of 25", browser.find("#count").getText());
        grids.sendKeys(Keys.ARROW_UP, Keys.ARROW_LEFT);
        assertEquals("2 of 25", browser.find("#count").getText());
        grids.sendKeys(Keys.ARROW_UP);
        assertEquals("2 of 25", browser.find("#count").getText());
        grids.sendKeys(Keys.END);
        assertEquals("25 of 25", browser.find("#count").getText());
    }

    @Test
    void playingMovesTheWindowUntilItIsPaused() {
        browser.enter("#speed", "200");
        browser.find("#grids").sendKeys(Keys.END);
        browser.find("#play").click();
        assertEquals("Pause", browser.find("#play").getText());
        new WebDriverWait(browser.driver(), Duration.ofSeconds(20))
                .until(driver -> {
                    // Past the last place it starts again at the first.
                    int place = Integer.parseInt(browser.find("#count").getText().replace(" of 25", ""));
                    return place > 2 && place < 25;
                });
        browser.find("#grids").sendKeys(Keys.SPACE);
        assertEquals("Play", browser.find("#play").getText());
        String paused = browser.find("#count").getText();
        browser.script("return new Promise((done) => setTimeout(done, 500))");
        assertEquals(paused, browser.find("#count").getText());
    }

    @Test
    void theWindowIsDraggedOverTheInput() {
        PageControls.set(browser,
                new Request(Operator.CONV, List.of(8, 8), List.of(new Window(2, 2, 1), new Window(2, 2, 1)),
                        List.of(Padding.VALID, Padding.VALID), List.of()));
        WebElement window = browser.find("#source .window");
        int cell = window.getRect().width / 2;
        new Actions(browser.driver()).moveToElement(window, -cell / 2, -cell / 2).clickAndHold()
                .moveByOffset(4 * cell, 2 * cell).release().perform();
        assertEquals("output[1, 2] = 4", browser.find("#status").getText());
        // Released: it stays where it is.
        new Actions(browser.driver()).moveByOffset(-2 * cell, 0).perform();
        assertEquals("output[1, 2] = 4", browser.find("#status").getText());
    }

    @Test
    void theWindowIsDraggedOverTheOutput() {
        WebElement last = browser.find("#result [data-row='4'][data-column='4']");
        WebElement middle = browser.find("#result [data-row='2'][data-column='2']");
        new Actions(browser.driver()).moveToElement(last).clickAndHold().perform();
        assertTrue(browser.find("#status").getText().contains("dropped"));
        new Actions(browser.driver()).moveToElement(middle).release().perform();
        assertEquals("output[1, 1] = 4", browser.find("#status").getText());
    }

    @Test
    void aNarrowScreenNeedsNoSidewaysScrolling() {
        Dimension before = browser.driver().manage().window().getSize();
        try {
            browser.script("document.body.style.width = '340px'");
            PageControls.set(browser, new Request(Operator.DECONV, List.of(9, 9),
                    List.of(new Window(5, 3, 1), new Window(5, 3, 1)), List.of(Padding.SAME, Padding.SAME), List.of()));
            browser.driver().executeCdpCommand("Emulation.setDeviceMetricsOverride",
                    Map.of("width", 360, "height", 740, "deviceScaleFactor", 1, "mobile", true));
            browser.script("document.body.style.width = ''");
            long overflow = browser.<Number>script(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth").longValue();
            assertEquals(0, overflow);
        } finally {
            browser.driver().executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
            browser.driver().manage().window().setSize(before);
        }
    }

    @Test
    void theDarkSchemeHasColoursOfItsOwn() {
        String background = "return getComputedStyle(document.body).backgroundColor";
        browser.colourScheme("light");
        String light = browser.script(background);
        browser.colourScheme("dark");
        String dark = browser.script(background);
        browser.colourScheme("light");
        assertNotEquals(light, dark);
    }

    @Test
    void everyControlHasAName() {
        List<?> nameless = browser.script("""
                return [...document.querySelectorAll("button, input, select")].filter((each) =>
                    !each.getAttribute("aria-label") && !each.labels?.length && !each.textContent.trim()
                ).map((each) => each.outerHTML);
                """);
        assertEquals(List.of(), nameless);
    }
}
