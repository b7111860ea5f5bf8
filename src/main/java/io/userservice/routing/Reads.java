package io.userservice.routing;

import io.userservice.problem.Problem;
import io.userservice.replication.Role;
import io.userservice.replication.Servers;
import io.userservice.replication.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.TransactionRequiredException;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** Runs reads: on a route, and on another one when a server fails them. Thread-safe. */
@ApplicationScoped
class Reads {

    private final Router router;
    private final Budget budget;
    private final RouteMetrics metrics;
    private final Servers servers;
    private final SessionFactory sessions;
    private final ReadPosition position;

    Reads(
            Router router,
            Budget budget,
            RouteMetrics metrics,
            Servers servers,
            SessionFactory sessions,
            ReadPosition position) {
        this.router = router;
        this.budget = budget;
        this.metrics = metrics;
        this.servers = servers;
        this.sessions = sessions;
        this.position = position;
    }

    /** Runs a read on the named replica and nowhere else. */
    @Nullable
    Object on(String replica, String caller, Callable<@Nullable Object> call) throws Exception {
        Scope scope = Scope.read(router.replica(replica), caller, this::openSession);
        try {
            return run(scope, call);
        } catch (Exception failure) {
            Trouble trouble = trouble(scope, failure);
            throw trouble == Trouble.NONE
                    ? failure
                    : Unavailable.read(scope.route().server(), trouble, failure);
        }
    }

    /** Runs a read where its client's freshness allows; after a failure of a server once more on another, then on the primary. */
    @Nullable
    Object anywhere(String caller, Callable<@Nullable Object> call) throws Exception {
        List<String> tried = new ArrayList<>();
        boolean behind = false;
        while (true) {
            Route route = router.read(ClientView.ofRead(), tried, behind);
            Scope scope = Scope.read(route, caller, this::openSession);
            budget.enter(route);
            try {
                return run(scope, call);
            } catch (Exception failure) {
                Trouble trouble = trouble(scope, failure);
                if (trouble == Trouble.NONE) {
                    throw failure;
                }
                // What was too much for one server is not given to the next, and nobody waits for a third pool that is
                // all in use.
                boolean enough = trouble == Trouble.CANCELLED || (trouble == Trouble.BUSY && !tried.isEmpty());
                if (enough || route.server().role() == Role.PRIMARY || scope.hasCalledPrimary()) {
                    throw Unavailable.read(route.server(), trouble, failure);
                }
                tried.add(route.server().name());
                behind = failure.getCause() instanceof ReplicaBehindException;
                ServedBy.forget(route);
            } finally {
                budget.leave(route);
            }
        }
    }

    private @Nullable Object run(Scope scope, Callable<@Nullable Object> call) throws Exception {
        try {
            return scope.run(() -> {
                try {
                    Object result = call.call();
                    showPosition(scope);
                    return result;
                } catch (Problem | WebApplicationException answer) {
                    // That something is not there is an answer like any other: a later read must not find it again.
                    showPosition(scope);
                    throw answer;
                }
            });
        } catch (TransactionRequiredException update) {
            // In a read there is no transaction to miss: Hibernate says this of every update before it makes its SQL.
            throw scope.refusal("An update", update);
        } catch (Exception failure) {
            boolean sent = !(failure instanceof Problem || failure instanceof ServerUnavailableException);
            if (sent && Trouble.of(failure) == Trouble.STANDBY) {
                throw scope.refusal("A statement that the server refused", failure);
            }
            throw failure;
        } finally {
            metrics.ran(scope.route());
        }
    }

    /** A client that carries a token gets one that covers what it was shown: the position after its read. */
    private void showPosition(Scope scope) {
        if (ClientView.carriesToken() && scope.hasUnshownPosition()) {
            position.show();
        }
    }

    private Trouble trouble(Scope scope, Exception failure) {
        // A problem is the last word of a call inside, about its own server: not about this one, and not to be
        // repeated.
        boolean told = failure instanceof Problem || failure instanceof WriteRefusedException;
        Trouble trouble = told ? Trouble.NONE : Trouble.of(failure);
        if (trouble == Trouble.UNREACHABLE) {
            servers.unreachable(scope.route().server());
        } else if (trouble == Trouble.STANDBY && scope.route().server().role() == Role.PRIMARY) {
            servers.dropIdleConnections(servers.primary());
        }
        return trouble;
    }

    private Session openSession() {
        return sessions.withOptions()
                .readOnly(true)
                .flushMode(FlushMode.MANUAL)
                .autoJoinTransactions(false)
                .openSession();
    }
}
