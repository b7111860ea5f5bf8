package io.userservice.live;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.userservice.CookieAndShortTimes;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Faults;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the events of the page say, and to how many. */
@QuarkusTest
@TestProfile(CookieAndShortTimes.class)
@WithTestResource(ClusterResource.class)
class LiveEventsTest {

    @TestHTTPResource("/q/servers/events")
    URL events;

    @Test
    void anEventSaysHowEachServerIsAndWhatReadsWouldDo() throws Exception {
        JsonObject status = await().until(
                        this::event,
                        event -> all(event, "servers")
                                .allMatch(server -> server.getString("state").equals("up")));
        assertEquals(
                List.of("primary", "replica-1", "replica-2"),
                all(status, "servers").map(server -> server.getString("name")).toList());
        JsonObject replica = status.getJsonArray("servers").getJsonObject(1);
        assertEquals("replica", replica.getString("role"));
        assertEquals(0.0, replica.getDouble("lag"));
        assertTrue(replica.getString("position").matches("[0-9A-F]+/[0-9A-F]+/[0-9A-F]+"));
        assertEquals(20, replica.getJsonArray("pools").getJsonObject(0).getInteger("size"));
        assertEquals(0, replica.getJsonArray("pools").getJsonObject(0).getInteger("waiting"));
        assertEquals(
                List.of("no token", "the token of the last write", "bounded;max-staleness=1", "eventual", "strong"),
                all(status, "reads").map(read -> read.getString("asks")).toList());
        assertEquals(
                List.of("read-only", "token-reached", "fresh-enough", "read-only", "strong"),
                all(status, "reads").map(read -> read.getString("reason")).toList());
        assertEquals(
                new JsonArray(List.of("replica-1", "replica-2")),
                status.getJsonArray("reads").getJsonObject(0).getJsonArray("among"));
        assertTrue(!status.encode().contains("@"), "no address of anybody");
    }

    @Test
    void readsAreCountedByServerAndReason() throws Exception {
        long before = counted("read-only");
        for (int i = 0; i < 5; i++) {
            given().get("/users?limit=1").then().statusCode(200);
        }
        assertEquals(before + 5, counted("read-only"));
    }

    @Test
    void aBannedReplicaSaysWhySinceWhenAndIsLeftOut() throws Exception {
        Faults.withReplicaDown("replica-1", () -> {
            JsonObject status = await().until(
                            this::event,
                            event -> all(event, "servers")
                                    .anyMatch(
                                            server -> server.getString("state").equals("banned")));
            JsonObject banned = status.getJsonArray("servers").getJsonObject(1);
            assertTrue(!banned.getString("why").isEmpty());
            assertEquals(null, banned.getDouble("share"));
            assertEquals(
                    new JsonArray(List.of("replica-2")),
                    status.getJsonArray("reads").getJsonObject(0).getJsonArray("among"));
            JsonObject last = status.getJsonArray("changes").getJsonObject(0);
            assertEquals(
                    "replica-1 up banned",
                    last.getString("server") + " " + last.getString("was") + " " + last.getString("is"));
            assertEquals(banned.getString("why"), last.getString("why"));
        });
        await().until(
                        this::event,
                        event -> all(event, "servers")
                                .allMatch(server -> server.getString("state").equals("up")));
    }

    @Test
    void thereAreOnlySoManyListenersAndTheirPlacesBecomeFree() throws Exception {
        List<HttpResponse<InputStream>> open = new ArrayList<>();
        try {
            while (open.size() < 20) {
                HttpResponse<InputStream> response = listen();
                if (response.statusCode() == 200) {
                    open.add(response);
                }
            }
            HttpResponse<InputStream> refused = listen();
            assertEquals(503, refused.statusCode());
            assertEquals("10", refused.headers().firstValue("Retry-After").orElse(""));
        } finally {
            for (HttpResponse<InputStream> response : open) {
                response.body().close();
            }
        }
        assertNotNull(event());
    }

    private long counted(String reason) throws IOException, InterruptedException {
        return all(event(), "routes")
                .filter(route -> route.getString("reason").equals(reason))
                .mapToLong(route -> route.getLong("count"))
                .sum();
    }

    private static Stream<JsonObject> all(JsonObject status, String what) {
        return status.getJsonArray(what).stream().map(JsonObject.class::cast);
    }

    /** The first one of a new listener. */
    private JsonObject event() throws IOException, InterruptedException {
        while (true) {
            HttpResponse<InputStream> response = listen();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                if (response.statusCode() == 200) {
                    String line = lines.lines()
                            .filter(each -> each.startsWith("data: "))
                            .findFirst()
                            .orElse(null);
                    return new JsonObject(Objects.requireNonNull(line).substring("data: ".length()));
                }
            }
        }
    }

    private HttpResponse<InputStream> listen() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(events.toString())).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
    }
}
