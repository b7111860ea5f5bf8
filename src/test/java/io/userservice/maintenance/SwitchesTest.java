package io.userservice.maintenance;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.userservice.Operated;
import io.userservice.Users;
import io.userservice.replication.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Operated.class)
class SwitchesTest {

    private static final String READ_ONLY = "/q/maintenance/read-only";
    private static final String DRAINED = "/q/maintenance/drained/";

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @AfterEach
    void allIsAsItWas() {
        operator().delete(READ_ONLY);
        operator().delete(DRAINED + "replica-1");
        operator().delete(DRAINED + "replica-2");
    }

    @Test
    void whileReadOnlyEachWriteIsRefusedAndReadsWork() {
        Response user = Users.created();
        assertEquals(true, operator().put(READ_ONLY).path("read-only"));
        Response refused = Users.post(Users.email());
        Users.assertProblem(503, "/problems/read-only", refused);
        assertEquals("10", refused.header("Retry-After"));
        Users.assertProblem(503, "/problems/read-only", Users.put(Users.path(user), Users.email()));
        Users.assertProblem(503, "/problems/read-only", given().delete(Users.path(user)));
        assertEquals(
                200, Users.getWithToken(Users.path(user), Users.token(user)).statusCode());
        assertEquals(
                200,
                given().header("Consistency", "strong").get("/users?limit=1").statusCode());

        assertEquals(false, operator().delete(READ_ONLY).path("read-only"));
        Users.created();
    }

    @Test
    void aDrainedReplicaGetsNoReads() {
        Response answer = operator().put(DRAINED + "replica-1");
        assertEquals(true, answer.path("drained.'replica-1'"));
        assertEquals(false, answer.path("drained.'replica-2'"));
        for (int i = 0; i < 50; i++) {
            assertEquals("replica-2", Users.get("/who").asString());
        }
        assertTrue(Readiness.line("replica-1").contains("state=up drained"), () -> Readiness.line("replica-1"));
        Users.assertProblem(503, "/problems/read-unavailable", Users.get("/who/replica-1"));

        operator().put(DRAINED + "replica-2");
        assertEquals("primary;reason=replicas-down", Users.get("/who").header("Served-By"));

        operator().delete(DRAINED + "replica-1");
        assertEquals("replica-1", Users.get("/who").asString());
    }

    @Test
    void whoDoesNotKnowTheSecretSwitchesNothing() {
        for (RequestSpecification stranger : new RequestSpecification[] {
            given(),
            given().header("Authorization", "Bearer " + Operated.TOKEN + "0"),
            given().header("Authorization", Operated.TOKEN),
            given().auth().preemptive().basic("Bearer", Operated.TOKEN)
        }) {
            Response refused = stranger.put(READ_ONLY);
            Users.assertProblem(401, "about:blank", refused);
            assertEquals("Bearer", refused.header("WWW-Authenticate"));
        }
        assertEquals(false, operator().get("/q/maintenance").path("read-only"));
    }

    @Test
    void aReplicaThatIsNotThereIsNamed() {
        Users.assertProblem(404, "about:blank", operator().put(DRAINED + "replica-7"));
    }

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + Operated.TOKEN);
    }
}
