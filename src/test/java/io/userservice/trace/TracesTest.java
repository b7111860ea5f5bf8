package io.userservice.trace;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.replication.Readiness;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a trace shows of a request, and of the attempts of its calls. */
@QuarkusTest
@TestProfile(TracedOnWorkers.class)
@WithTestResource(ClusterResource.class)
class TracesTest {

    private final DevCluster cluster = ClusterResource.cluster();
    private final String trace = UUID.randomUUID().toString().replace("-", "");

    @Inject
    CollectedSpans spans;

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    private RequestSpecification traced() {
        return given().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    }

    @Test
    void aReadWithAToken() {
        Response posted = Users.created();
        for (String replica : List.of("replica-1", "replica-2")) {
            Faults.awaitCaughtUp(cluster.server(replica), cluster.primary());
        }
        Response read =
                traced().header("Consistency-Token", Users.token(posted)).get(Users.path(posted));
        assertEquals(200, read.statusCode());
        SpanData request = request();
        assertEquals("GET /users/{id}", request.getName());
        assertEquals(read.header("Served-By"), servedBy(request));
        assertTrue(servedBy(request).matches("replica-[12];reason=token-(reached|awaited)"), servedBy(request));
        assertEquals("session", text(request, "user_service.consistency"));
        SpanData call = onlyCall();
        assertEquals(request.getSpanId(), call.getParentSpanId());
        assertEquals("SELECT users", call.getName());
        assertEquals(servedBy(request), servedBy(call));
        assertEquals("session", text(call, "user_service.consistency"));
        assertEquals("postgresql", text(call, "db.system.name"));
        assertEquals("user-service", text(call, "db.namespace"));
        assertEquals("SELECT", text(call, "db.operation.name"));
        assertEquals("users", text(call, "db.collection.name"));
        assertEquals("SELECT users", text(call, "db.query.summary"));
        assertEquals("127.0.0.1", text(call, "server.address"));
        assertNotNull(call.getAttributes().get(AttributeKey.longKey("server.port")));
        assertEquals(StatusCode.UNSET, call.getStatus().getStatusCode());
    }

    @Test
    void aWriteInOneStatement() {
        Response posted = traced().contentType(ContentType.JSON)
                .body(Map.of("email", Users.email()))
                .post("/users");
        assertEquals(201, posted.statusCode());
        assertEquals("primary;reason=write", servedBy(request()));
        assertEquals("INSERT users", onlyCall().getName());
    }

    @Test
    void aWriteInSeveralStatements() {
        String path = Users.path(Users.created());
        Response changed = traced().contentType("application/merge-patch+json")
                .body("{\"name\":\"Ada\"}")
                .patch(path);
        assertEquals(200, changed.statusCode(), changed::asString);
        assertEquals("SELECT users; UPDATE users", onlyCall().getName());
    }

    @Test
    void attemptsThatFail() {
        Response read = traced().get("/logged/only-on-a-primary");
        assertEquals(200, read.statusCode(), read::asString);
        assertEquals("primary;reason=failover", servedBy(request()));
        List<EventData> failed = events("user_service.attempt_failed");
        assertEquals(
                List.of("replica-1", "replica-2"),
                failed.stream()
                        .map(event -> event.getAttributes().get(Tracing.SERVER))
                        .sorted()
                        .toList());
        failed.forEach(event -> assertEquals("55000", event.getAttributes().get(AttributeKey.stringKey("error.type"))));
        List<SpanData> calls = calls();
        assertEquals(3, calls.size());
        for (SpanData call : calls.subList(0, 2)) {
            assertEquals(StatusCode.ERROR, call.getStatus().getStatusCode());
            assertEquals("55000", text(call, "db.response.status_code"));
            assertEquals("55000", text(call, "error.type"));
        }
        assertEquals("primary;reason=failover", servedBy(calls.get(2)));
        assertEquals(StatusCode.UNSET, calls.get(2).getStatus().getStatusCode());
    }

    @Test
    void aWaitThatIsInVain() throws Exception {
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    Response posted = Users.created();
                    traced().header("Consistency-Token", Users.token(posted)).get(Users.path(posted));
                    assertEquals("primary;reason=token-not-reached", servedBy(request()));
                    List<EventData> waits = events("user_service.wait");
                    assertEquals(1, waits.size());
                    EventData wait = waits.get(0);
                    assertTrue(String.valueOf(wait.getAttributes().get(Tracing.SERVER))
                            .matches("replica-[12]"));
                    assertEquals(false, wait.getAttributes().get(AttributeKey.booleanKey("user_service.wait.in_time")));
                    Double waited = wait.getAttributes().get(AttributeKey.doubleKey("user_service.wait.duration"));
                    assertTrue(waited != null && waited >= 0.045, () -> "waited " + waited);
                }));
    }

    @Test
    void nothingOfAPerson() {
        String address = Users.email();
        traced().contentType(ContentType.JSON).body(Map.of("email", address)).post("/users");
        traced().contentType(ContentType.JSON).body(Map.of("email", address)).post("/users");
        traced().queryParam("email", address).get("/users");
        traced().get("/users/" + address);
        String name = address.substring(0, address.indexOf('@'));
        await("four requests")
                .until(() -> spans.of(trace).stream()
                                .filter(span -> span.getKind() == SpanKind.SERVER)
                                .count()
                        == 4);
        for (SpanData span : spans.of(trace)) {
            assertFalse(span.toString().contains(name), span::toString);
            if (span.getKind() == SpanKind.SERVER) {
                assertEquals("REDACTED", text(span, "client.address"));
            }
        }
    }

    @Test
    void onlyRequestsBeginTraces() {
        traced().get("/users?limit=1");
        request();
        List<SpanData> begun = spans.all().stream()
                .filter(span -> !span.getParentSpanContext().isValid())
                .filter(span -> span.getKind() != SpanKind.SERVER)
                .toList();
        assertEquals(List.of(), begun);
    }

    @Test
    void anUncollectedTraceHasNoSpansButItsId() {
        Response refused = given().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-00")
                .get("/users?limit=0");
        assertEquals(trace, refused.path("traceId"));
        traced().get("/users?limit=1");
        assertEquals(
                1,
                spans.of(trace).stream()
                        .filter(span -> span.getKind() == SpanKind.SERVER)
                        .count());
    }

    @Test
    void linesInJson() throws Exception {
        assertEquals("worker", traced().get("/logged").asString());
        JsonNode line = await("the line").until(() -> lineOf(trace), found -> !found.isMissingNode());
        assertEquals("a line of a request", line.path("message").asText());
        assertEquals("INFO", line.path("level").asText());
        assertEquals(32, line.path("mdc").path("traceId").asText().length());
    }

    private static JsonNode lineOf(String trace) throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(Path.of(TracedOnWorkers.FILE))) {
            JsonNode parsed = json.readTree(line);
            if (parsed.path("mdc").path("traceId").asText().equals(trace)) {
                return parsed;
            }
        }
        return json.missingNode();
    }

    private SpanData request() {
        return spans.of(trace).stream()
                .filter(span -> span.getKind() == SpanKind.SERVER)
                .findFirst()
                .orElseThrow();
    }

    /** In the order in which they ended. */
    private List<SpanData> calls() {
        return spans.of(trace).stream()
                .filter(span -> span.getKind() == SpanKind.CLIENT)
                .toList();
    }

    private SpanData onlyCall() {
        List<SpanData> calls = calls();
        assertEquals(1, calls.size(), calls::toString);
        return calls.get(0);
    }

    private List<EventData> events(String name) {
        return request().getEvents().stream()
                .filter(event -> event.getName().equals(name))
                .toList();
    }

    private static String servedBy(SpanData span) {
        return text(span, "user_service.server") + ";reason=" + text(span, "user_service.reason");
    }

    private static String text(SpanData span, String attribute) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(attribute)));
    }
}
