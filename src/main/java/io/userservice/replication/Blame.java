package io.userservice.replication;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the failures of calls say of their servers: it is remembered, or a probe has to find it out. Thread-safe. */
@ApplicationScoped
public class Blame {

    private final Servers servers;
    private final Prober prober;
    private final ReplicationConfig config;
    private final InstantSource clock;
    private final Map<Server, Strikes> strikes = new ConcurrentHashMap<>();

    Blame(Servers servers, Prober prober, ReplicationConfig config, InstantSource clock) {
        this.servers = servers;
        this.prober = prober;
        this.config = config;
        this.clock = clock;
    }

    /** How many reads the server has failed by itself since then. Immutable and pure. */
    record Strikes(int count, Instant since) {

        static final Strikes NONE = new Strikes(0, Instant.MIN);

        /** One more; those that began longer ago than {@code window} are forgotten. */
        Strikes and(Instant now, Duration window) {
            return count > 0 && !now.isAfter(since.plus(window)) ? new Strikes(count + 1, since) : new Strikes(1, now);
        }
    }

    /**
     * Takes note of a read that failed on a replica, was then answered by another one, and so is not at fault itself. Several
     * within the time of a ban, and the replica is left alone for as long: each costs its client an attempt.
     */
    public void answeredElsewhere(Server replica, Throwable failure) {
        if (SqlFailure.of(failure) != SqlFailure.SERVER_FAILED) {
            return;
        }
        Strikes now = strikes.merge(
                replica,
                Strikes.NONE.and(clock.instant(), config.ban()),
                (before, first) -> before.and(first.since(), config.ban()));
        if (now.count() >= config.failures()) {
            strikes.remove(replica);
            servers.failing(replica, SqlFailure.describe(failure));
        }
    }

    /**
     * Takes note of a call that has failed on a server. Returns at once.
     *
     * @return whose failure it is
     */
    public SqlFailure of(Server server, Throwable failure) {
        SqlFailure kind = SqlFailure.of(failure);
        switch (kind) {
            case FULL -> servers.full(server, SqlFailure.describe(failure));
            // Many that connect at once may have to wait for too long: the probe, which does not queue with them, is
            // the judge.
            case UNREACHABLE -> prober.reconnect(server, SqlFailure.describe(failure));
            case DISCONNECTED -> {
                // The other idle ones may have ended for the same reason.
                server.dropIdleConnections();
                prober.reconnect(server, SqlFailure.describe(failure));
            }
            case UNSUITABLE, SERVER_FAILED -> prober.recheck(server);
            case STANDBY -> {
                if (server.role() == Role.PRIMARY) {
                    server.dropIdleConnections();
                }
            }
            case STALE_PLAN, CONFLICT, CANCELLED, STATEMENT, BUSY, SLOW_TO_CONNECT, NONE -> {}
        }
        return kind;
    }
}
