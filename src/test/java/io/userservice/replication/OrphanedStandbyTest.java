package io.userservice.replication;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import io.userservice.replication.pool.FollowedTimelines;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A standby of a primary that was promoted and has died since: its log says no more whom it followed. */
class OrphanedStandbyTest {

    @Test
    void knowsTheTimelineThatItHasFollowed() throws SQLException {
        try (DevCluster cluster = DevCluster.withStandbys(2)) {
            FollowedTimelines timelines = new FollowedTimelines();
            PostgresServer promoted = cluster.server("replica-1");
            PostgresServer standby = cluster.server("replica-2");
            Faults.kill(cluster.primary());
            Faults.promote(promoted);
            Faults.follow(standby, promoted);
            Superuser.ask(promoted, "select txid_current()");
            Faults.awaitCaughtUp(standby, promoted);
            assertEquals(2, timeline(standby, timelines));

            Faults.kill(promoted);
            await().until(() -> Superuser.ask(standby, "select count(*) from pg_stat_wal_receiver")
                    .equals("0"));
            assertEquals(2, timeline(standby, timelines));
            assertEquals(1, timeline(standby, new FollowedTimelines()), "what it says itself");
        }
    }

    /** Over a new connection each time. */
    private static int timeline(PostgresServer server, FollowedTimelines timelines) throws SQLException {
        try (Connection connection = Superuser.connect(server)) {
            ReplicationStatus status = ReplicationStatus.ofPostgres(connection, Instant.EPOCH);
            assertNotNull(status);
            return status.following(timelines.of(connection)).position().timeline();
        }
    }
}
