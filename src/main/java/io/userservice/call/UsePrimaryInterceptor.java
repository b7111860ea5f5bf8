package io.userservice.call;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.userservice.consistency.ClientSession;
import io.userservice.problem.Problem;
import io.userservice.replication.ConnectionHistory;
import io.userservice.replication.ReplicationStatus;
import io.userservice.replication.Servers;
import io.userservice.replication.SqlFailure;
import io.userservice.routing.Reason;
import io.userservice.routing.RouteMetrics;
import io.userservice.routing.Router;
import io.userservice.routing.RoutingProblems;
import io.userservice.routing.UsePrimary;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link UsePrimary} call on the primary, once: a write is never repeated, and its failure says what became of it.
 * Outside {@code @Transactional}, so that it sees the commit. Thread-safe.
 */
@UsePrimary
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class UsePrimaryInterceptor {

    private static final Logger log = Logger.getLogger(UsePrimaryInterceptor.class);

    private final Router router;
    private final RouteMetrics metrics;
    private final Servers servers;
    private final ConnectionHistory history;
    private final ClientSession clients;

    UsePrimaryInterceptor(
            Router router, RouteMetrics metrics, Servers servers, ConnectionHistory history, ClientSession clients) {
        this.router = router;
        this.metrics = metrics;
        this.servers = servers;
        this.history = history;
        this.clients = clients;
    }

    @AroundInvoke
    @Nullable
    Object onPrimary(InvocationContext work) throws Exception {
        Reason reason = work.getInterceptorBinding(UsePrimary.class).value();
        RoutedCall call =
                RoutedCall.onPrimary(router.primary(reason), ClientSession.current(clients), work.getMethod());
        refuseInsideTransactionOfRead(call.name());
        Object result;
        try {
            result = call.run(work::proceed);
        } catch (Exception failure) {
            throw explained(call, failure);
        } finally {
            metrics.ran(call.route());
        }
        if (call.position() != null) {
            call.client().show(call.position());
        } else if (call.hasCommitted() || call.client().seen() != null) {
            showPosition(call.client());
        }
        return result;
    }

    private static void refuseInsideTransactionOfRead(String name) {
        RoutedCall read = RoutedCall.currentRead();
        if (read != null && QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException(name + " uses the primary, but the read around it, " + read.name()
                    + ", has opened a transaction on " + read.route() + ". Take @Transactional off the read, or call "
                    + name + " outside it.");
        }
    }

    /**
     * After the commit, and outside the transaction: inside it the position would be before the commit record. Asked of
     * the pool that has just written, whose thread-local cache gives the same connection again.
     */
    private void showPosition(ClientSession client) {
        try (Connection connection = servers.writePool().getConnection()) {
            ReplicationStatus status = history.ask(connection);
            servers.answered(servers.primary(), status);
            client.show(status.position());
        } catch (SQLException e) {
            // The write stands. Without its position the client cannot ask for it, so it must not be told of failure.
            log.warnf("no token for a write: %s", e.getMessage());
        }
    }

    private Exception explained(RoutedCall call, Exception failure) {
        if (failure instanceof Problem) {
            return failure;
        }
        SqlFailure kind = SqlFailure.of(failure);
        switch (kind) {
            case UNREACHABLE -> servers.unreachable(servers.primary());
            case STANDBY -> servers.dropIdleConnections(servers.primary());
            default -> {}
        }
        return switch (kind) {
            // BUSY, SLOW_TO_CONNECT: at a commit it is the pool that has closed the connection meanwhile.
            case UNREACHABLE, BUSY, SLOW_TO_CONNECT ->
                call.hasCommitted() ? RoutingProblems.outcomeUnknown(failure) : nothingWritten(kind, failure);
            case STANDBY, CANCELLED -> nothingWritten(kind, failure);
            case CONFLICT -> RoutingProblems.conflict(failure);
            case NONE -> failure;
        };
    }

    private Problem nothingWritten(SqlFailure kind, Exception failure) {
        return RoutingProblems.write(servers.primary(), kind, failure);
    }
}
