package io.userservice.live;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.CookieAndShortTimes;
import io.userservice.devcluster.ClusterResource;
import java.net.URL;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as it is served; {@link LiveBrowserTest} looks at it. */
@QuarkusTest
@TestProfile(CookieAndShortTimes.class)
@WithTestResource(ClusterResource.class)
class LivePageTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @TestHTTPResource("/q/servers/events")
    URL events;

    @Test
    void aBrowserGetsThePageAtTheRootAndOthersGetLinks() {
        Response page = given().accept(BROWSER).get("/");
        page.then().header("Content-Type", startsWith("text/html")).header("Vary", containsString("Accept"));
        given().get("/")
                .then()
                .header("Content-Type", startsWith("application/json"))
                .header("Vary", containsString("Accept"));
        given().get("/q/servers").then().header("Content-Type", startsWith("text/html"));
        String local = page.asString();
        List<String> loaded = Pattern.compile("(?:src|href)=\"([^\"]*)\"")
                .matcher(local)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertTrue(loaded.size() >= 3, local);
        loaded.forEach(path -> given().get("/" + path).then().statusCode(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/page.css",
                "/page.js",
                "/dom.js",
                "/servers.js",
                "/routes.js",
                "/processes.js",
                "/client.js"
            })
    void itLoadsNothingFromElsewhereAndRunsNothingInline(String path) {
        Response answer = given().get("/q/servers" + path);
        answer.then().statusCode(200).header("X-Content-Type-Options", "nosniff");
        List<String> policies = answer.headers().getValues("Content-Security-Policy");
        assertEquals(1, policies.size(), policies::toString);
        assertTrue(policies.get(0).startsWith("default-src 'none'; script-src 'self'; style-src 'self';"));
        assertTrue(!answer.asString().replace("http://www.w3.org/2000/svg", "").contains("http"), "links elsewhere");
        assertTrue(!answer.asString().contains("innerHTML"));
        assertTrue(!Pattern.compile("<script>|<style|\\sstyle=|\\son\\w+=")
                .matcher(answer.asString())
                .find());
    }

    @Test
    void nothingIsDoneForPagesFromElsewhereNorWhereThereIsNoCluster() {
        given().header("Origin", "https://evil.example")
                .post("/q/servers/primary/kill")
                .then()
                .statusCode(403)
                .contentType(startsWith("application/problem+json"));
        given().header("Origin", "null").post("/q/servers/primary/kill").then().statusCode(403);
        given().header("Origin", events.getProtocol() + "://" + events.getAuthority())
                .post("/q/servers/primary/kill")
                .then()
                .statusCode(404)
                .body("detail", containsString("Dev mode has started no PostgreSQL"));
        given().get("/q/servers/primary/kill").then().statusCode(not(equalTo(204)));
    }
}
