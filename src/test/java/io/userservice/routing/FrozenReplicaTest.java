package io.userservice.routing;

import static io.userservice.Patience.await;
import static io.userservice.devcluster.Faults.withReplicaFrozen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.replication.Prober;
import io.userservice.replication.Readiness;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A read does not hang with frozen replicas, whether it waits for the client's write there or for a connection. */
@QuarkusTest
@TestProfile(NoProbes.class)
@WithTestResource(ClusterResource.class)
class FrozenReplicaTest {

    @Inject
    Servers servers;

    @Inject
    Prober prober;

    @Test
    void thePrimaryAnswersBeforeTheWaitIsTakenForADeadReplica() throws Exception {
        replicasServe();
        withReplicaFrozen(
                "replica-1",
                () -> withReplicaFrozen("replica-2", () -> {
                    Response posted = Users.created();
                    Response read = Users.getWithToken(Users.path(posted), Users.token(posted));
                    assertEquals(200, read.statusCode());
                    assertEquals("primary;reason=token-not-reached", read.header("Served-By"));
                    assertIsNotBanned("replica-1");
                    assertIsNotBanned("replica-2");
                }));
        replicasServe();
    }

    @Test
    void thePrimaryAnswersWhenNeitherReplicaLetsItselfBeConnected() throws Exception {
        replicasServe();
        withReplicaFrozen(
                "replica-1",
                () -> withReplicaFrozen("replica-2", () -> {
                    servers.replicas().forEach(Server::dropIdleConnections);
                    Response read = Users.get("/users");
                    assertEquals(200, read.statusCode(), read::asString);
                    assertEquals("primary;reason=failover", read.header("Served-By"));
                }));
        replicasServe();
    }

    /** They have a connection for the next read. */
    private void replicasServe() {
        // Without background probes nobody else ends a ban.
        servers.replicas().forEach(replica -> prober.refresh(replica, Instant.now()));
        await().until(() -> Users.get("/who").asString().equals("replica-1"));
        await().until(() -> Users.get("/who").asString().equals("replica-2"));
    }

    private static void assertIsNotBanned(String replica) {
        String line = Readiness.line(replica);
        assertFalse(line.contains("state=banned"), line);
    }
}
