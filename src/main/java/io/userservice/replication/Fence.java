package io.userservice.replication;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.hostchooser.GlobalHostStatusTracker;
import org.postgresql.hostchooser.HostStatus;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/**
 * Keeps an old primary from being used once a new one is known: of two servers that claim to be primary, the one on the
 * lower timeline gets nothing. The timeline of a connection is asked for once; a running primary cannot change it, it
 * would have to restart, and its connections with it. Thread-safe.
 */
@ApplicationScoped
@Unremovable // looked up, not injected
public class Fence {

    private static final String READ_ONLY_SQL_TRANSACTION = "25006";

    private final Servers servers;
    private final InstantSource clock;
    private final Map<Connection, Integer> timelines = Collections.synchronizedMap(new WeakHashMap<>());

    /** Hosts of replaced primaries, with the timeline that replaced them. */
    private final Map<HostSpec, Integer> replaced = new ConcurrentHashMap<>();

    Fence(Servers servers, InstantSource clock) {
        this.servers = servers;
        this.clock = clock;
    }

    /**
     * Lets a connection to the primary pass.
     *
     * @throws SQLException with SQLSTATE 25006 if the server is a standby, or a primary that was replaced
     */
    public void check(Connection connection) throws SQLException {
        PgConnection physical = connection.unwrap(PgConnection.class);
        Integer timeline = timelines.get(physical);
        if (timeline == null) {
            Sighting sighting = Sighting.of(connection, clock);
            if (sighting.standby()) {
                throw new SQLException("the server is a standby", READ_ONLY_SQL_TRANSACTION);
            }
            servers.wrote(sighting.position());
            timeline = sighting.position().timeline();
            timelines.put(physical, timeline);
        }
        WalPosition written = servers.written();
        if (written != null && timeline < written.timeline()) {
            replaced.put(physical.getQueryExecutor().getHostSpec(), written.timeline());
            avoidReplaced();
            throw new SQLException(
                    "the server is a primary of timeline " + timeline + ", which was replaced on timeline "
                            + written.timeline(),
                    READ_ONLY_SQL_TRANSACTION);
        }
    }

    /**
     * To be called every few seconds: where a URL names several hosts, the driver goes to a replaced primary last. For
     * it, that is a primary like any other, and it forgets what it was told after {@code hostRecheckSeconds} (10). A
     * host may become the primary again, on a later timeline.
     */
    void avoidReplaced() {
        WalPosition written = servers.written();
        replaced.values().removeIf(timeline -> written != null && timeline < written.timeline());
        replaced.keySet().forEach(host -> GlobalHostStatusTracker.reportHostStatus(host, HostStatus.ConnectFail));
    }
}
