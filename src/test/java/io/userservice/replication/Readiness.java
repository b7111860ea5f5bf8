package io.userservice.replication;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.regex.Pattern;

/** What {@code /q/health/ready} says of the servers. */
public final class Readiness {

    private Readiness() {}

    /** Returns when every server is up, in the eyes of the service. */
    public static void awaitAllUp() {
        awaitLine("state", "all up");
    }

    /** Returns when the line of a server, or of {@code state}, has something in it that matches. */
    public static void awaitLine(String name, String regex) {
        Pattern expected = Pattern.compile(regex);
        await("health says of " + name + ": " + regex)
                .atMost(Duration.ofSeconds(15))
                // What has just happened to a server is not known yet.
                .pollDelay(Duration.ofMillis(20))
                .until(() -> line(name), line -> expected.matcher(line).find());
    }

    /** What health says of a server, or of {@code state}. */
    public static String line(String name) {
        String line = report().path("checks.find { it.name == 'servers' }.data.'" + name + "'");
        return String.valueOf(line);
    }

    public static Response report() {
        return given().get("/q/health/ready");
    }
}
