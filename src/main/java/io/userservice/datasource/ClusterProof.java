package io.userservice.datasource;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which replicas are not of the primary's cluster: a URL may lead to a standby of another one, with the same schema, and
 * its users would be served. Each new connection is asked once; no read pays for it. While the primary has never been
 * seen, replicas that differ from each other are all foreign: nobody could say which is right. Thread-safe.
 */
@ApplicationScoped
public class ClusterProof {

    private static final String REJECTED = "08004";

    /** The primary is asked again after this time if something was unknown, or somebody differs. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final Map<String, ClusterIdentity> replicas = new ConcurrentHashMap<>();
    private volatile @Nullable ClusterIdentity primary;
    private volatile Instant asked = Instant.MIN;

    ClusterProof(InstantSource clock) {
        this.clock = clock;
    }

    /** Lets a pool refuse each connection to another cluster when it is made. */
    public AgroalPoolInterceptor guard(String replica) {
        return new Guard(replica);
    }

    /** Learns from a connection to the primary, a new one or one that was asked before. */
    public void askPrimary(Connection connection, boolean isNew) throws SQLException {
        ClusterIdentity known = primary;
        boolean open = known == null
                || known.migrated() == null
                || replicas.values().stream().anyMatch(known::differsFrom);
        if (isNew || (open && clock.instant().isAfter(asked.plus(AGAIN)))) {
            primary = ClusterIdentity.of(connection);
            asked = clock.instant();
        }
    }

    /** Learns from a connection to a replica; asks again if the replica was foreign. Returns whether it is foreign. */
    public boolean askReplica(Connection connection, boolean isNew, String replica) throws SQLException {
        if (isNew || isForeign(replica)) {
            replicas.put(replica, ClusterIdentity.of(connection));
        }
        return isForeign(replica);
    }

    /** The replica is gone. */
    public void forget(String replica) {
        replicas.remove(replica);
    }

    /** Whether the replica is known to be of another cluster. */
    public boolean isForeign(String replica) {
        ClusterIdentity identity = replicas.get(replica);
        return identity != null && isForeign(identity);
    }

    private boolean isForeign(ClusterIdentity identity) {
        ClusterIdentity known = primary;
        return known == null ? replicas.values().stream().anyMatch(identity::differsFrom) : identity.differsFrom(known);
    }

    private final class Guard implements AgroalPoolInterceptor {

        private final String replica;

        Guard(String replica) {
            this.replica = replica;
        }

        /** Fails the attempt to connect, as if the server had. */
        @Override
        public void onConnectionCreate(Connection connection) {
            SQLException refusal;
            try {
                if (!isForeign(ClusterIdentity.of(connection))) {
                    return;
                }
                refusal = new SQLException(replica + " is not of the primary's cluster", REJECTED);
            } catch (SQLException e) {
                refusal = e;
            }
            try {
                connection.close();
            } catch (SQLException e) {
                refusal.addSuppressed(e);
            }
            throw new IllegalStateException(refusal);
        }
    }
}
