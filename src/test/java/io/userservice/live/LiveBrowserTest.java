package io.userservice.live;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.devcluster.ClusterControl;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;

/** The page of dev mode in a real browser: what a user sees, hears and does. */
@QuarkusTest
@WithTestResource(
        value = ClusterResource.class,
        scope = TestResourceScope.RESTRICTED_TO_CLASS,
        initArgs = {@ResourceArg(name = "standbys", value = "2"), @ResourceArg(name = "follow-primary", value = "true")
        })
class LiveBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final String GROUND = "return getComputedStyle(document.body).backgroundColor";

    /** What {@link ClusterControl#register} registers; the cluster ends with this class. */
    private static final String CONTROL = "io.userservice:type=ClusterControl";

    private static Browser browser;
    private static boolean controlled;

    DevCluster cluster;

    @TestHTTPResource("/")
    URL root;

    @BeforeAll
    static void openBrowser() {
        Optional<Browser> found = Browser.find();
        if (found.isEmpty()) {
            System.err.println(
                    "SKIPPED: no chromium and chromedriver on the PATH, so nobody has looked at the live page");
        }
        assumeTrue(found.isPresent(), "no chromium and chromedriver on the PATH");
        browser = found.orElseThrow();
        browser.beforeEachPage("""
                window.sources = [];
                window.EventSource = class extends EventSource {
                  constructor(url) { super(url); sources.push(this); }
                };
                """);
    }

    @AfterAll
    static void closeBrowser() throws JMException {
        if (browser != null) {
            browser.close();
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(CONTROL));
        }
    }

    @BeforeEach
    void openPage() {
        if (!controlled) {
            new ClusterControl(cluster).register();
            controlled = true;
        }
        browser.scheme("light");
        browser.width(1280);
        browser.open(root.toString());
        eventually(() -> browser.text("#headline").equals("All 3 servers are up"));
    }

    @Test
    void itShowsEachServerAndWhatAReadWouldDo() {
        assertEquals("live", browser.text("#link"));
        assertTrue(browser.row("servers", "replica-1").contains("up"));
        assertTrue(browser.row("servers", "primary").contains("0 of 20 for writes"));
        assertTrue(browser.row("reads", "no token").matches("(?s).*replica-1 or\\sreplica-2.*"));
        assertTrue(browser.row("reads", "strong").contains("The client asked for the primary"));
        assertTrue(browser.row("processes", "primary").contains("the primary"));
        assertEquals("", browser.text("#news"), "nothing has happened since it was opened");
    }

    @Test
    void callsAreCountedByTheSecond() {
        press("Send reads and writes");
        eventually(() -> browser.text("#totals").matches("[1-9].* reads and [1-9].* writes each second; 0.0 of .*"));
        eventually(() -> browser.text("#outcome").matches("[1-9].* 0 failed; the last one: replica-.* 0 failed; .*"));
        assertTrue(browser.row("routes", "primary").contains("write"));
        press("Send reads and writes");
    }

    @Test
    void aKilledReplicaIsBannedAndAnnouncedAndComesBack() {
        press("Kill replica-1");
        eventually(() -> browser.row("servers", "replica-1").contains("banned"));
        assertTrue(browser.row("servers", "replica-1").contains("does not answer"));
        eventually(() -> browser.text("#headline").equals("replica-1 is banned"));
        String news = browser.text("#news");
        assertTrue(news.matches("replica-1 is banned now \\(.+\\)"), news);
        assertEquals(news, browser.run("return document.querySelector('[aria-live=polite]').textContent"));
        assertTrue(browser.row("reads", "no token").contains("replica-2"));
        eventually(() -> browser.row("processes", "replica-1").contains("stopped"));
        assertEquals("true", browser.button("Kill replica-1").getDomAttribute("aria-disabled"));

        press("Start replica-1");
        eventually(() -> browser.text("#news").equals("replica-1 is up now"));
        assertTrue(browser.text("#changes").contains("banned → ● up"));
    }

    @Test
    void writesFollowAFailoverAndTheWayBack() {
        press("Kill primary");
        eventually(() -> browser.text("#summary").contains("Writes get 503"));
        press("Promote replica-1");
        eventually(() -> browser.row("servers", "replica-1").contains("is the primary"));
        eventually(() -> browser.text("#summary").equals("Reads go to replica-2. Writes go to the primary."));
        press("Send reads and writes");
        eventually(() -> browser.text("#outcome").contains("the last one: primary, write"));
        press("Start primary");
        eventually(() -> browser.row("processes", "primary").contains("a standby"));
        press("Promote primary");
        eventually(() -> browser.text("#headline").equals("All 3 servers are up"));
        press("Send reads and writes");
        assertEquals("", browser.text("#failed"));
    }

    @Test
    void theKeyboardReachesEachButtonInTheOrderOfThePageAndStaysThere() {
        List<String> expected = browser.buttons();
        assertEquals(3 * 7 + 1, expected.size());
        assertEquals("Start primary", expected.get(0));
        List<String> reached = Stream.generate(() -> browser.press(Keys.TAB))
                .limit(expected.size())
                .toList();
        assertEquals(expected, reached);
        String before = browser.text("#servers");
        eventually(() -> !browser.text("#servers").equals(before));
        assertEquals(expected.get(expected.size() - 1), browser.focused(), "an event took the focus away");
        assertNotEquals("none", browser.run("return getComputedStyle(document.activeElement).outlineStyle"));
    }

    @Test
    void nothingIsWiderThanATelephone() {
        for (int width : new int[] {1280, 768, 390, 320}) {
            browser.width(width);
            Object widest = browser.run("return document.documentElement.scrollWidth");
            assertTrue(((Number) widest).intValue() <= width, widest + " of " + width);
        }
    }

    @Test
    void everybodyCanUseItInBothSchemesAndOnATelephone() throws IOException {
        assertEquals("en", browser.run("return document.documentElement.lang"));
        Object light = browser.run(GROUND);
        assertEquals(List.of(), browser.accessibilityProblems());
        browser.scheme("dark");
        assertNotEquals(light, browser.run(GROUND));
        assertEquals(List.of(), browser.accessibilityProblems());
        browser.width(390);
        assertEquals(List.of(), browser.accessibilityProblems());
    }

    @Test
    void aLostConnectionShowsUntilThereIsOneAgain() {
        assertEquals(
                "connection lost, trying again",
                browser.run("sources[0].dispatchEvent(new Event('error'));"
                        + " return document.getElementById('link').textContent"));
        eventually(() -> browser.text("#link").equals("live"));
    }

    @Test
    void itAsksThisServerAndNobodyElse() {
        List<String> loaded = browser.loaded();
        assertTrue(loaded.stream().anyMatch(name -> name.endsWith("/page.css")), loaded::toString);
        assertEquals(
                List.of(),
                loaded.stream()
                        .filter(name -> !name.startsWith(root.toString()))
                        .toList());
        assertEquals("live", browser.text("#link"));
    }

    private static void press(String button) {
        eventually(() -> !"true".equals(browser.button(button).getDomAttribute("aria-disabled")));
        browser.button(button).sendKeys(Keys.ENTER);
    }

    private static void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(condition);
    }
}
