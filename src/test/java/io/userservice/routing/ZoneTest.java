package io.userservice.routing;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.Operated;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Faults;
import io.userservice.replication.Readiness;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads stay in the zone of the instance as long as a replica there can take them. */
@QuarkusTest
@TestProfile(Operated.class)
class ZoneTest {

    @BeforeEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void readsStay() {
        for (int i = 0; i < 50; i++) {
            assertEquals("replica-1;reason=read-only", Users.get("/who").header("Served-By"));
        }
    }

    @Test
    void theyGoElsewhereWhenTheReplicaOfTheZoneIsDown() throws Exception {
        Faults.withReplicaDown("replica-1", () -> {
            Readiness.awaitLine("replica-1", "state=banned");
            Response read = Users.get("/who");
            assertEquals("replica-2", read.asString());
            assertEquals("replica-2;reason=other-zone", read.header("Served-By"));
        });
    }

    @Test
    void theyGoElsewhereWhenItHasNotWhatTheClientHasSeen() throws Exception {
        Faults.withReplayPaused("replica-1", () -> {
            Response user = Users.created();
            Faults.awaitCaughtUp(
                    ClusterResource.cluster().server("replica-2"),
                    ClusterResource.cluster().primary());
            await("the service has seen that")
                    .atMost(Duration.ofSeconds(15))
                    .until(
                            () -> Users.getWithToken(Users.path(user), Users.token(user))
                                    .header("Served-By"),
                            "replica-2;reason=other-zone"::equals);
        });
    }
}
