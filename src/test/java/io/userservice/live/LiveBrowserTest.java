package io.userservice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.userservice.CookieAndShortTimes;
import io.userservice.devcluster.ClusterControl;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page of dev mode in a real browser: what a user sees, hears and does. */
@QuarkusTest
@TestProfile(CookieAndShortTimes.class)
@WithTestResource(
        value = ClusterResource.class,
        scope = TestResourceScope.RESTRICTED_TO_CLASS,
        initArgs = {@ResourceArg(name = "standbys", value = "2"), @ResourceArg(name = "follow-primary", value = "true")
        })
class LiveBrowserTest {

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
        browser.eventually(() -> browser.text("#headline").equals("All 3 servers are up"));
    }

    /** What a button began goes on after the page shows it. */
    @AfterEach
    void awaitTheLastAction() {
        browser.eventually(() -> !browser.text("#processes").contains("…"));
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
        browser.click("Send reads and writes");
        browser.eventually(
                () -> browser.text("#totals").matches("[1-9].* reads and [1-9].* writes each second; 0.0 of .*"));
        browser.eventually(
                () -> browser.text("#outcome").matches("[1-9].* 0 failed; the last one: replica-.* 0 failed; .*"));
        assertTrue(browser.text("#routes").contains("Writes go to the primary"));
        browser.click("Send reads and writes");
    }

    @Test
    void aKilledReplicaIsBannedAndAnnouncedAndComesBack() {
        browser.click("Kill replica-1");
        browser.eventually(() -> browser.row("servers", "replica-1").contains("banned"));
        assertTrue(browser.row("servers", "replica-1").contains("does not answer"));
        browser.eventually(() -> browser.text("#headline").equals("replica-1 is banned"));
        String news = browser.text("#news");
        assertTrue(news.matches("replica-1 is banned now \\(.+\\)"), news);
        assertEquals(news, browser.run("return document.querySelector('[aria-live=polite]').textContent"));
        assertTrue(browser.row("reads", "no token").contains("replica-2"));
        browser.eventually(() -> browser.row("processes", "replica-1").contains("stopped"));
        assertEquals("true", browser.button("Kill replica-1").getDomAttribute("aria-disabled"));

        browser.click("Start replica-1");
        browser.eventually(() -> browser.text("#news").equals("replica-1 is up now"));
        assertTrue(browser.text("#changes").contains("banned → ● up"));
    }

    @Test
    void writesFollowAFailoverAndTheWayBack() {
        browser.click("Kill primary");
        browser.eventually(() -> browser.text("#summary").contains("Writes get 503"));
        browser.click("Promote replica-1");
        browser.eventually(() -> browser.row("servers", "replica-1").contains("is the primary"));
        browser.eventually(() -> browser.text("#summary").equals("Reads go to replica-2. Writes go to the primary."));
        browser.click("Send reads and writes");
        browser.eventually(() -> browser.text("#outcome").contains("the last one: primary, write"));
        browser.click("Start primary");
        browser.eventually(() -> browser.row("processes", "primary").contains("a standby"));
        browser.click("Promote primary");
        browser.eventually(() -> browser.text("#headline").equals("All 3 servers are up"));
        browser.click("Send reads and writes");
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
        browser.eventually(() -> !browser.text("#servers").equals(before));
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
        assertEquals("connection lost, trying again", browser.loseEvents());
        browser.eventually(() -> browser.text("#link").equals("live"));
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
}
