package io.userservice.routing;

import static io.userservice.Patience.await;
import static io.userservice.devcluster.Faults.withApplyDelay;
import static io.userservice.devcluster.Faults.withReplicaDown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A replica that was killed shows less than before when it is back; here nobody asks it in between. */
@QuarkusTest
@TestProfile(NoProbes.class)
@WithTestResource(ClusterResource.class)
class ReplicaRestartTest {

    DevCluster cluster;

    @Test
    void aReplicaThatHasGoneBackIsNotTrusted() throws Exception {
        PostgresServer replica = cluster.server("replica-1");
        checkpoint(cluster.primary()); // That is where it begins again: with the table, before the user.
        Faults.awaitCaughtUp(replica, cluster.primary());
        checkpoint(replica);
        withReplicaDown("replica-2", () -> {
            Response posted = Users.created();
            String token = Users.token(posted);
            await().until(() -> Users.getWithToken(Users.path(posted), token)
                    .header("Served-By")
                    .startsWith("replica-1;"));
            // From now on it replays no commit, so that it stays where it begins.
            withApplyDelay("replica-1", Duration.ofHours(1), () -> {
                Faults.kill(replica);
                replica.start();
                assertEquals("0", count(posted), "the replica has gone back");
                for (int i = 0; i < 10; i++) {
                    Response read = Users.getWithToken(Users.path(posted), token);
                    assertEquals(200, read.statusCode(), read.header("Served-By"));
                }
            });
        });
    }

    private String count(Response posted) {
        return Superuser.ask(
                cluster.server("replica-1"), "SELECT count(*) FROM users WHERE id = '" + posted.path("id") + "'");
    }

    private static void checkpoint(PostgresServer server) throws SQLException {
        try (Connection connection = Superuser.connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }
}
