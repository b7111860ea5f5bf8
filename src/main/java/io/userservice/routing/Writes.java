package io.userservice.routing;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.userservice.problem.Problem;
import io.userservice.replication.Servers;
import io.userservice.replication.Sighting;
import io.userservice.replication.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs calls on the primary, once: a write is never repeated. Thread-safe. */
@ApplicationScoped
class Writes {

    private static final Logger LOG = Logger.getLogger(Writes.class);

    private final Router router;
    private final RouteMetrics metrics;
    private final Servers servers;
    private final InstantSource clock;

    Writes(Router router, RouteMetrics metrics, Servers servers, InstantSource clock) {
        this.router = router;
        this.metrics = metrics;
        this.servers = servers;
        this.clock = clock;
    }

    @Nullable
    Object run(Reason reason, String caller, Callable<@Nullable Object> call) throws Exception {
        Scope scope = Scope.write(router.primary(reason), caller);
        Object result;
        try {
            result = scope.run(call);
        } catch (Exception failure) {
            throw explained(scope, failure);
        } finally {
            metrics.ran(scope.route());
        }
        if (scope.hasCommitted() || ClientView.carriesToken()) {
            showPosition();
        }
        return result;
    }

    /** Called when a transaction is about to commit or to roll back; one to be rolled back is marked by then. */
    void completing(@Observes @BeforeDestroyed(TransactionScoped.class) Object transaction) {
        Scope scope = Scope.current();
        if (scope != null && !scope.isRead() && QuarkusTransaction.getStatus() == Status.STATUS_ACTIVE) {
            scope.commits();
        }
    }

    /**
     * After the commit, and outside the transaction: inside it the position would be before the commit record. Asked of
     * the pool that has just written, whose thread-local cache gives the same connection again.
     */
    private void showPosition() {
        try (Connection connection = servers.writePool().getConnection()) {
            Sighting sighting = Sighting.of(connection, clock);
            servers.answered(servers.primary(), sighting);
            ClientView.current().ifPresent(view -> view.show(sighting.position()));
        } catch (SQLException e) {
            // The write stands. Without its position the client cannot ask for it, so it must not be told of failure.
            LOG.warnf("no token for a write: %s", e.getMessage());
        }
    }

    private Exception explained(Scope scope, Exception failure) {
        if (failure instanceof Problem) {
            return failure;
        }
        Trouble trouble = Trouble.of(failure);
        switch (trouble) {
            case UNREACHABLE -> {
                servers.unreachable(servers.primary());
                return scope.hasCommitted() ? Unavailable.outcomeUnknown(failure) : nothingWritten(trouble, failure);
            }
            case STANDBY -> {
                servers.dropIdleConnections(servers.primary());
                return nothingWritten(trouble, failure);
            }
            case BUSY, SLOW_TO_CONNECT -> {
                // At a commit it is the pool that has closed the connection meanwhile.
                return scope.hasCommitted() ? Unavailable.outcomeUnknown(failure) : nothingWritten(trouble, failure);
            }
            case CANCELLED -> {
                return nothingWritten(trouble, failure);
            }
            case CONFLICT -> {
                return Unavailable.conflict(failure);
            }
            default -> {
                return failure;
            }
        }
    }

    private Problem nothingWritten(Trouble trouble, Exception failure) {
        return Unavailable.write(servers.primary(), trouble, failure);
    }
}
