package io.userservice.call;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.userservice.consistency.ClientSession;
import io.userservice.problem.Problem;
import io.userservice.replication.Blame;
import io.userservice.replication.ConnectionHistory;
import io.userservice.replication.ReplicationStatus;
import io.userservice.replication.Servers;
import io.userservice.replication.SqlFailure;
import io.userservice.replication.pool.FreshConnection;
import io.userservice.routing.Reason;
import io.userservice.routing.Route;
import io.userservice.routing.Router;
import io.userservice.routing.RoutingProblems;
import io.userservice.routing.UsePrimary;
import io.userservice.routing.report.RouteMetrics;
import io.userservice.routing.span.RouteSpans;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link UsePrimary} call on the primary, once, and its failure says what became of it. It runs again only if its
 * connection was at fault, had ended or had an outdated plan, and if all that it has done is in a transaction that had not
 * begun to commit. Outside {@code @Transactional}, so that it sees the commit. Thread-safe.
 */
@UsePrimary
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class UsePrimaryInterceptor {

    private static final Logger log = Logger.getLogger(UsePrimaryInterceptor.class);

    /** Other calls may take the connection that was made ready for this one, and leave one with outdated plans. */
    private static final int MOST_FRESH_PLANS = 3;

    private final Router router;
    private final RouteMetrics metrics;
    private final RouteSpans spans;
    private final Servers servers;
    private final Blame blame;
    private final FreshConnection connections;
    private final ServedBy servedBy;
    private final ConnectionHistory history;
    private final ClientSession clients;

    UsePrimaryInterceptor(
            Router router,
            RouteMetrics metrics,
            RouteSpans spans,
            Servers servers,
            Blame blame,
            FreshConnection connections,
            ServedBy servedBy,
            ConnectionHistory history,
            ClientSession clients) {
        this.router = router;
        this.metrics = metrics;
        this.spans = spans;
        this.servers = servers;
        this.blame = blame;
        this.connections = connections;
        this.servedBy = servedBy;
        this.history = history;
        this.clients = clients;
    }

    @AroundInvoke
    @Nullable
    Object onPrimary(InvocationContext work) throws Exception {
        Reason reason = work.getInterceptorBinding(UsePrimary.class).value();
        ClientSession client = ClientSession.current(clients);
        for (int repeats = 0; ; repeats++) {
            RoutedCall call = RoutedCall.onPrimary(router.primary(reason), client, work.getMethod());
            refuseInsideTransactionOfRead(call.name());
            try {
                Object result = call.run(spans.begin(call.route(), client.wanted()), work::proceed);
                showPosition(call, client);
                return result;
            } catch (Exception failure) {
                SqlFailure kind = learn(call.route(), failure);
                if (repeats >= mostRepeats(kind) || !isUndone(call)) {
                    throw explained(call, kind, failure);
                }
                log.debugf("%s runs again: %s", call.name(), SqlFailure.describe(failure));
                prepareConnection();
                servedBy.forget(client, call.route());
            } finally {
                metrics.ran(call.route());
            }
        }
    }

    private void showPosition(RoutedCall call, ClientSession client) {
        if (call.position() != null) {
            client.wrote(call.position());
        } else if (call.hasCommitted() || client.seen() != null) {
            showPosition(client);
        }
    }

    /** A session that is ended once more is ended on purpose. */
    private static int mostRepeats(SqlFailure kind) {
        return switch (kind) {
            case STALE_PLAN -> MOST_FRESH_PLANS;
            case DISCONNECTED -> 1;
            default -> 0;
        };
    }

    /** Whether all that it may have done was in a transaction of its own, which had not begun to commit. */
    private static boolean isUndone(RoutedCall call) {
        return !call.hasCommitted()
                && !call.hasCalledPrimary()
                && QuarkusTransaction.getStatus() == Status.STATUS_NO_TRANSACTION;
    }

    private void prepareConnection() {
        try {
            connections.prepare();
        } catch (SQLException e) {
            throw nothingWritten(blame.of(servers.primary(), e), e);
        }
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
            ReplicationStatus status = history.ask(servers.primary(), connection);
            servers.answered(servers.primary(), status);
            client.wrote(status.position());
        } catch (SQLException e) {
            // The write stands. Without its position the client cannot ask for it, so it must not be told of failure.
            log.warnf("no token for a write: %s", e.getMessage());
        }
    }

    /** What the failure says of the primary, which is remembered. A problem is the last word of a call inside. */
    private SqlFailure learn(Route route, Exception failure) {
        if (failure instanceof Problem) {
            return SqlFailure.NONE;
        }
        spans.attemptFailed(route, failure);
        SqlFailure kind = blame.of(route.server(), failure);
        if (kind == SqlFailure.STANDBY) {
            history.writeRefused();
        }
        return kind;
    }

    private Exception explained(RoutedCall call, SqlFailure kind, Exception failure) {
        return switch (kind) {
            // BUSY, SLOW_TO_CONNECT: at a commit it is the pool that has closed the connection meanwhile.
            case UNREACHABLE, DISCONNECTED, SERVER_FAILED, BUSY, SLOW_TO_CONNECT ->
                call.hasCommitted() && !SqlFailure.isRolledBack(failure)
                        ? RoutingProblems.outcomeUnknown(failure)
                        : nothingWritten(kind, failure);
            case FULL, UNSUITABLE, STANDBY, STALE_PLAN, CANCELLED, STATEMENT -> nothingWritten(kind, failure);
            case CONFLICT -> RoutingProblems.conflict(failure);
            case NONE -> isUnnamed(failure) ? nothingWritten(SqlFailure.STATEMENT, failure) : failure;
        };
    }

    /** At the commit of Quarkus' transaction a unique index forbids it: of whose value that is nobody says. */
    private static boolean isUnnamed(Exception failure) {
        return SqlFailure.state(failure) != null
                && !(failure instanceof Problem || failure instanceof ConstraintViolationException);
    }

    private Problem nothingWritten(SqlFailure kind, Exception failure) {
        return RoutingProblems.write(servers.primary(), kind, failure);
    }
}
