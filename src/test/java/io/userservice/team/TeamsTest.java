package io.userservice.team;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.Readiness;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for users holds for a feature that does nothing for it. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class TeamsTest {

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void writesGoToThePrimaryAndReadsToReplicas() {
        Response created = created();
        assertEquals("primary;reason=write", created.header("Served-By"));
        assertEquals(
                created.path("name"),
                Superuser.ask(
                        ClusterResource.cluster().primary(),
                        "select name from teams where id = '" + created.path("id") + "'"));
        String reader = await("a replica has it")
                .until(() -> Users.get(path(created)), answer -> answer.statusCode() == 200)
                .header("Served-By");
        assertTrue(reader.matches("replica-[12];reason=read-only"), reader);
    }

    @Test
    void aClientSeesWhatItHasWritten() throws Exception {
        Response created = created();
        Faults.withReplayPaused(
                "replica-1",
                () -> Faults.withReplayPaused("replica-2", () -> {
                    Response renamed = put(created, name(), given());
                    Response read = Users.getWithToken(path(created), Users.token(renamed));
                    assertEquals(renamed.<String>path("name"), read.path("name"));
                    assertEquals("primary;reason=token-not-reached", read.header("Served-By"));
                }));
    }

    @Test
    void aReplicaThatDiesCostsNobodyAnError() throws Exception {
        String path = path(created());
        Faults.withReplicaDown("replica-1", () -> {
            for (int i = 0; i < 20; i++) {
                Response read = Users.getWithToken(path, Users.token(created()));
                assertEquals(200, read.statusCode(), read::asString);
            }
        });
    }

    @Test
    void aReportReadsFromItsReplica() {
        Response report = Users.get("/teams/count");
        assertEquals(200, report.statusCode(), report::asString);
        assertEquals("replica-1;reason=by-name", report.header("Served-By"));
    }

    @Test
    void theNextPageIsNeverOlderThanTheOneBefore() throws Exception {
        created();
        created();
        String next =
                Users.getWithToken("/teams?limit=1", Users.token(created())).path("next");
        Faults.withReplayPaused(
                "replica-1",
                () -> Faults.withReplayPaused("replica-2", () -> {
                    Response page = Users.get("/teams?limit=1&after=" + next);
                    assertEquals(1, page.<List<?>>path("items").size(), page::asString);
                }));
    }

    @Test
    void aPostWithAKeyHappensOnce() {
        String key = UUID.randomUUID().toString();
        String name = name();
        Response first = post(name, key);
        assertEquals(201, first.statusCode(), first::asString);
        assertEquals(first.asString(), post(name, key).asString());
        Users.assertProblem(422, "/problems/idempotency-key-reused", post(name(), key));
    }

    @Test
    void nobodyOverwritesWhatHeHasNotSeen() {
        Response created = created();
        assertEquals(
                200, put(created, name(), given().header("If-Match", "\"0\"")).statusCode());
        Users.assertProblem(
                412, "/problems/precondition-failed", put(created, name(), given().header("If-Match", "\"0\"")));
        assertEquals(204, given().delete(path(created)).statusCode());
        assertEquals(404, given().delete(path(created)).statusCode());
    }

    private static String name() {
        return "team " + UUID.randomUUID();
    }

    private static String path(Response team) {
        return "/teams/" + team.path("id");
    }

    private static Response created() {
        Response created = post(name(), UUID.randomUUID().toString());
        assertEquals(201, created.statusCode(), created::asString);
        return created;
    }

    private static Response post(String name, String key) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(Map.of("name", name))
                .post("/teams");
    }

    private static Response put(Response team, String name, RequestSpecification request) {
        return request.contentType(ContentType.JSON).body(Map.of("name", name)).put(path(team));
    }
}
