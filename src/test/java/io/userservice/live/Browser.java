package io.userservice.live;

import static io.userservice.Patience.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Chromium, driven as a user would. It reaches this machine and nothing else, and neither it nor its driver downloads or reports
 * anything. Not thread-safe.
 */
final class Browser implements AutoCloseable {

    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** So that a connection of a page can be made to break. */
    private static final String KEEPS_SOURCES = """
            window.sources = [];
            window.EventSource = class extends EventSource {
              constructor(url) { super(url); sources.push(this); }
            };
            """;

    private final ChromeDriver driver;

    private Browser(File browser, File executable) {
        // Found already: Selenium Manager, which would look for one in the network, is not asked.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(executable)
                .usingAnyFreePort()
                .build();
        ChromeOptions options = new ChromeOptions()
                .setBinary(browser)
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");
        this.driver = new ChromeDriver(service, options);
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", KEEPS_SOURCES));
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    }

    /** One, if there are Chromium or Chrome and its driver on the {@code PATH}. */
    static Optional<Browser> find() {
        return onPath("chromedriver")
                .flatMap(executable -> BROWSERS.stream()
                        .flatMap(name -> onPath(name).stream())
                        .findFirst()
                        .map(browser -> new Browser(browser, executable)));
    }

    private static Optional<File> onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }

    void open(String url) {
        driver.get(url);
    }

    /** The visible text of the one element. */
    String text(String css) {
        return driver.findElement(By.cssSelector(css)).getText();
    }

    /** The visible text of the row that begins with the name. */
    String row(String table, String name) {
        return driver.findElements(By.cssSelector("#" + table + " tbody tr")).stream()
                .map(WebElement::getText)
                .filter(text -> text.startsWith(name))
                .findFirst()
                .orElse("");
    }

    WebElement button(String name) {
        return driver.findElements(By.tagName("button")).stream()
                .filter(button -> name.equals(button.getAccessibleName()))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("button " + name));
    }

    Object run(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
    }

    /** Sends a key to whatever has the focus, and returns the name of what has it then. */
    String press(CharSequence key) {
        driver.switchTo().activeElement().sendKeys(key);
        return focused();
    }

    /** The name of what has the focus. */
    String focused() {
        return Objects.requireNonNullElse(driver.switchTo().activeElement().getAccessibleName(), "");
    }

    /** The connection for events breaks, for the page at least. Returns what the page says to it. */
    Object loseEvents() {
        return run("sources[0].dispatchEvent(new Event('error')); return document.getElementById('link').textContent");
    }

    /** Waits for what a user would wait for. */
    void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(condition);
    }

    /** Presses a button by the keyboard, once it can be. */
    void click(String button) {
        eventually(() -> !"true".equals(button(button).getDomAttribute("aria-disabled")));
        button(button).sendKeys(Keys.ENTER);
    }

    void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 844, "deviceScaleFactor", 1, "mobile", pixels < 600));
    }

    /** {@code light} or {@code dark}, as the user's system has it. */
    void scheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** What axe-core, with the rules of WCAG 2.1 A and AA and good practice, finds wrong: a line each. */
    List<String> accessibilityProblems() throws IOException {
        try (InputStream axe = Browser.class.getResourceAsStream(AXE)) {
            run(new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
        }
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run({ resultTypes: ['violations'] }).then(result => done(result.violations
                  .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`))));
                """);
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }

    /** The addresses of all that the page has loaded. */
    List<String> loaded() {
        Object names = run("return performance.getEntriesByType('resource').map(entry => entry.name)");
        return ((List<?>) names).stream().map(String::valueOf).toList();
    }

    /** The names of the buttons in the order of the page. */
    List<String> buttons() {
        return driver.findElements(By.tagName("button")).stream()
                .map(WebElement::getAccessibleName)
                .map(String::valueOf)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
