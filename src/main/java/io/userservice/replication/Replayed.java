package io.userservice.replication;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Keeps a read from a replica that has gone back. One that was killed begins again at its last restartpoint, and shows
 * what it has as soon as that is consistent: less than what it had replayed before. Then what is known of it is from
 * before the restart. But no connection outlives one: a position that was seen since the connection was made holds for
 * it. Thread-safe.
 */
@ApplicationScoped
@Unremovable // looked up, not injected
public class Replayed {

    private static final String SERIALIZATION_FAILURE = "40001";

    private final Servers servers;
    private final InstantSource clock;
    private final Map<Connection, Instant> made = Collections.synchronizedMap(new WeakHashMap<>());

    Replayed(Servers servers, InstantSource clock) {
        this.servers = servers;
        this.clock = clock;
    }

    /**
     * Lets a connection to a replica pass. Asks the replica only over a new connection.
     *
     * @throws SQLException with SQLSTATE 40001, to be tried on another server, if the replica is not that far (any more)
     */
    public void check(Server replica, Connection connection, WalPosition promised) throws SQLException {
        Instant since = made.computeIfAbsent(connection.unwrap(Connection.class), first -> clock.instant());
        Sighting seen = replica.standing().seen();
        if (seen == null || seen.at().isBefore(since)) {
            seen = Sighting.of(connection, clock);
            servers.answered(replica, seen);
        }
        if (!seen.position().covers(promised)) {
            throw new SQLException("the server has not replayed what the client has seen", SERIALIZATION_FAILURE);
        }
    }
}
