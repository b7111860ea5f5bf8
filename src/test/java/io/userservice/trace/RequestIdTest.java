package io.userservice.trace;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.CapturedLog;
import io.userservice.devcluster.ClusterResource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every problem and every log line of a request has its id, which is that of its client's trace. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class RequestIdTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    /** What REST refuses; what its own handlers refuse before; what is in no resource; a bug. */
    @ParameterizedTest
    @ValueSource(strings = {"/users?limit=0", "/users/1", "/nothing", "/logged/bug"})
    void aProblemHasTheIdOfTheTrace(String path) {
        assertEquals(TRACE, given().header("traceparent", PARENT).get(path).path("traceId"));
    }

    @Test
    void soHasOneThatIsMadeBeforeRest() {
        Response refused = given().header("traceparent", PARENT)
                .header("Content-Encoding", "gzip")
                .body("{}")
                .post("/users");
        assertEquals(415, refused.statusCode());
        assertEquals(TRACE, refused.path("traceId"));
    }

    @Test
    void withoutATraceOneIsMade() {
        String one = given().get("/nothing").path("traceId");
        String other = given().get("/nothing").path("traceId");
        assertTrue(one.matches("[0-9a-f]{32}"), one);
        assertNotEquals(one, other);
    }

    @Test
    void soItIsForATraceThatIsNone() {
        String id = given().header("traceparent", PARENT + "-<script>")
                .get("/nothing")
                .path("traceId");
        assertTrue(id.matches("[0-9a-f]{32}"), id);
        assertNotEquals(TRACE, id);
    }

    @Test
    void everyLineOfARequestHasIt() throws Exception {
        List<String> lines = CapturedLog.during(
                "%X{traceId} %s",
                () -> {
                    Response answer = given().header("traceparent", PARENT).get("/logged");
                    boolean virtual = Runtime.version().feature() >= 21;
                    assertEquals(virtual ? "virtual" : "worker", answer.asString());
                });
        assertTrue(lines.contains(TRACE + " a line of a request"), lines::toString);
    }

    @Test
    void aProblemAndItsLineHaveTheSame() throws Exception {
        StringBuilder told = new StringBuilder();
        List<String> lines = CapturedLog.during(
                "%X{traceId} %s",
                () -> told.append((String) given().get("/logged/bug").path("traceId")));
        assertTrue(lines.contains(told + " GET /logged/bug failed"), lines::toString);
    }
}
