package io.userservice.routing;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.Operated;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Faults;
import io.userservice.replication.Readiness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group of replicas serves the reads that name it, and nothing else. */
@QuarkusTest
@TestProfile(Operated.class)
class GroupTest {

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void aReadThatNamesTheGroupIsAnsweredThere() {
        Response report = Users.get("/report?seconds=0");
        assertEquals("replica-3", report.asString());
        assertEquals("replica-3;reason=read-only", report.header("Served-By"));
    }

    @Test
    void noOtherReadIs() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertNotEquals("replica-3", Users.get("/who").asString());
        }
        Faults.withReplicaDown(
                "replica-1",
                () -> Faults.withReplicaDown("replica-2", () -> {
                    Readiness.awaitLine("replica-1", "state=banned");
                    Readiness.awaitLine("replica-2", "state=banned");
                    assertEquals(
                            "primary;reason=replicas-down", Users.get("/who").header("Served-By"));
                }));
    }

    @Test
    void aReportMayTakeLonger() {
        assertEquals("replica-3", Users.get("/report?seconds=1").asString());
    }

    @Test
    void whatItAsksInsideIsAnsweredThereToo() {
        assertEquals("replica-3", Users.get("/report/inside").asString());
    }

    @Test
    void aReportShowsWhatItsClientHasWritten() {
        String token = Users.token(Users.created());
        Faults.awaitCaughtUp(
                ClusterResource.cluster().server("replica-3"),
                ClusterResource.cluster().primary());
        // The first read that waits there makes a connection, which may take longer than it waits.
        await().until(() -> Users.getWithToken("/report?seconds=0", token).asString(), "replica-3"::equals);
    }

    @Test
    void thePrimaryHasOtherThingsToDo() throws Exception {
        Faults.withReplicaDown("replica-3", () -> {
            Readiness.awaitLine("replica-3", "state=banned");
            Users.assertProblem(503, "/problems/read-unavailable", Users.get("/report?seconds=0"));
        });
    }

    @Test
    void withoutReplicasAGroupIsThePrimary() {
        Response answer = Users.get("/report/nobody");
        assertEquals("primary", answer.asString());
        assertEquals("primary;reason=no-replica", answer.header("Served-By"));
    }
}
