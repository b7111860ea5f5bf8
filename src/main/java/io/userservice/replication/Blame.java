package io.userservice.replication;

import jakarta.enterprise.context.ApplicationScoped;

/** What the failures of calls say of their servers: it is remembered, or a probe has to find it out. Thread-safe. */
@ApplicationScoped
public class Blame {

    private final Servers servers;
    private final Prober prober;

    Blame(Servers servers, Prober prober) {
        this.servers = servers;
        this.prober = prober;
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
