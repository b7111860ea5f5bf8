package io.userservice.call;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.userservice.consistency.ClientSession;
import io.userservice.consistency.ReplicaBehindException;
import io.userservice.problem.Problem;
import io.userservice.replication.Blame;
import io.userservice.replication.Role;
import io.userservice.replication.Server;
import io.userservice.replication.SqlFailure;
import io.userservice.routing.Attempts;
import io.userservice.routing.FallbackBudget;
import io.userservice.routing.ReadReplica;
import io.userservice.routing.Route;
import io.userservice.routing.Router;
import io.userservice.routing.RoutingProblems;
import io.userservice.routing.report.RouteMetrics;
import io.userservice.routing.span.RouteSpans;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.persistence.TransactionRequiredException;
import jakarta.transaction.Status;
import jakarta.ws.rs.WebApplicationException;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@link ReadReplica} call its route and runs it; after a failure of a server once more on another replica, then
 * on the primary. Outside {@code @Transactional}, so that a transaction is inside the route. Thread-safe.
 */
@ReadReplica
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class ReadReplicaInterceptor {

    private final Router router;
    private final FallbackBudget budget;
    private final RouteMetrics metrics;
    private final RouteSpans spans;
    private final Blame blame;
    private final ServedBy servedBy;
    private final PositionedSelect selects;
    private final ClientSession clients;
    private final SessionFactory sessions;

    ReadReplicaInterceptor(
            Router router,
            FallbackBudget budget,
            RouteMetrics metrics,
            RouteSpans spans,
            Blame blame,
            ServedBy servedBy,
            PositionedSelect selects,
            ClientSession clients,
            SessionFactory sessions) {
        this.router = router;
        this.budget = budget;
        this.metrics = metrics;
        this.spans = spans;
        this.blame = blame;
        this.servedBy = servedBy;
        this.selects = selects;
        this.clients = clients;
        this.sessions = sessions;
    }

    @AroundInvoke
    @Nullable
    Object read(InvocationContext call) throws Exception {
        String target = call.getInterceptorBinding(ReadReplica.class).value();
        RoutedCall outer = RoutedCall.currentRead();
        if (outer != null && answers(outer.route().server(), target)) {
            return call.proceed();
        }
        if (outer == null && QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            metrics.ran(router.inTransaction());
            return call.proceed();
        }
        ClientSession client = ClientSession.current(clients);
        @Nullable Route failed = null;
        @Nullable Exception before = null;
        for (Attempts attempts = Attempts.NONE; ; ) {
            Route route = router.read(target, client, attempts);
            RoutedCall read = RoutedCall.read(route, client, call.getMethod(), sessions);
            FallbackBudget.Place place = budget.enter(route);
            try {
                Object result = run(read, call);
                if (failed != null && before != null && route.server().role() == Role.REPLICA) {
                    blame.answeredElsewhere(failed.server(), before);
                }
                return result;
            } catch (Exception failure) {
                SqlFailure kind = learn(route, failure);
                if (attempts.isEnough(route.server().role(), route.reason(), kind, read.hasCalledPrimary())) {
                    throw kind == SqlFailure.NONE ? failure : RoutingProblems.read(route.server(), kind, failure);
                }
                attempts = attempts.after(route.server().name(), failure.getCause() instanceof ReplicaBehindException);
                servedBy.forget(client, route);
                failed = route;
                before = failure;
            } finally {
                place.close();
            }
        }
    }

    /** Whether a read that names this, a replica or a group or nothing, may go on where it is. */
    private static boolean answers(Server server, String name) {
        return name.isEmpty()
                || server.name().equals(name)
                || server.placement().group().equals(name);
    }

    private @Nullable Object run(RoutedCall read, InvocationContext call) throws Exception {
        try {
            return read.run(spans.begin(read.route(), read.client().wanted()), () -> {
                try {
                    Object result = call.proceed();
                    showPosition(read);
                    return result;
                } catch (Problem | WebApplicationException answer) {
                    // That something is not there is an answer like any other: a later read must not find it again.
                    showPosition(read);
                    throw answer;
                }
            });
        } catch (TransactionRequiredException update) {
            // In a read there is no transaction to miss: Hibernate says this of every update before it makes its SQL.
            throw read.refusal("An update", update);
        } catch (Exception failure) {
            boolean sent = !(failure instanceof Problem || failure instanceof ServerUnavailableException);
            if (sent && SqlFailure.of(failure) == SqlFailure.STANDBY) {
                throw read.refusal("A statement that the server refused", failure);
            }
            throw failure;
        } finally {
            metrics.ran(read.route());
        }
    }

    /** The position goes into the client's token. If it has to be asked for, that is for those only who sent a token. */
    private void showPosition(RoutedCall read) {
        if (read.position() != null) {
            read.client().show(read.position());
        } else if (read.client().seen() != null && read.hasShownSomething()) {
            selects.position();
        }
    }

    /** What the failure says of the server, which is remembered. */
    private SqlFailure learn(Route route, Exception failure) {
        // A problem is the last word of a call inside, about its own server, and is not to be repeated.
        if (failure instanceof Problem || failure instanceof WriteRefusedException) {
            return SqlFailure.NONE;
        }
        spans.attemptFailed(route, failure);
        return blame.of(route.server(), failure);
    }
}
