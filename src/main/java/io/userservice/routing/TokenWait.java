package io.userservice.routing;

import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.replication.Sighting;
import io.userservice.replication.Trouble;
import io.userservice.replication.WalPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Waits, for a short while, until a replica has replayed what a client has seen. Thread-safe. */
@ApplicationScoped
class TokenWait {

    /** Replay follows a commit within a fraction of a millisecond; asking more often would only cost the replica. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Servers servers;
    private final Duration atMost;
    private final InstantSource clock;
    private final RouteMetrics metrics;

    TokenWait(Servers servers, ConsistencyConfig config, InstantSource clock, RouteMetrics metrics) {
        this.servers = servers;
        this.atMost = config.waitAtMost();
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Whether the replica reached the token in time. The first question is asked at once. */
    boolean reached(Server replica, WalPosition token) {
        Instant start = clock.instant();
        try (Connection connection = replica.readPool().getConnection()) {
            while (true) {
                Sighting sighting = Sighting.of(connection, clock);
                servers.answered(replica, sighting);
                if (sighting.position().covers(token)) {
                    return true;
                }
                if (Duration.between(start, clock.instant()).plus(PAUSE).compareTo(atMost) > 0) {
                    return false;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (SQLException e) {
            if (Trouble.of(e) == Trouble.UNREACHABLE) {
                servers.unreachable(replica);
            }
            return false;
        } finally {
            metrics.waited(Duration.between(start, clock.instant()));
        }
    }
}
