package io.userservice.routing;

import io.userservice.replication.Server;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;

/**
 * A call and the route that it runs on: one frame of the stack of routed calls of a thread.
 *
 * <p>A {@link ThreadLocal} with restore in {@code finally}, not a request-scoped bean: calls nest, and a pooled thread
 * must never keep a route. Confined to its thread.
 */
final class Scope {

    private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

    private final Route route;
    private final String caller;
    private final @Nullable Supplier<Session> openSession;
    private @Nullable Session session;

    private Scope(Route route, String caller, @Nullable Supplier<Session> openSession) {
        this.route = route;
        this.caller = caller;
        this.openSession = openSession;
    }

    /** The innermost routed call of this thread, or null in code that declares nothing. */
    static @Nullable Scope current() {
        return CURRENT.get();
    }

    /** The innermost routed call of this thread if it is a read, else null. */
    static @Nullable Scope currentRead() {
        Scope scope = CURRENT.get();
        return scope != null && scope.isRead() ? scope : null;
    }

    /** Runs a call on the primary. A read around it is suspended meanwhile. */
    static @Nullable Object write(Route route, String caller, Callable<@Nullable Object> call) throws Exception {
        return within(new Scope(route, caller, null), call);
    }

    /**
     * Runs a call that reads.
     *
     * @param openSession opens the read-only session when the call first asks for one
     * @throws WriteRefusedException also when the call leaves a changed entity behind, which no flush would ever store
     */
    static @Nullable Object read(
            Route route, String caller, Supplier<Session> openSession, Callable<@Nullable Object> call)
            throws Exception {
        Server server = route.server();
        server.readStarted();
        Scope scope = new Scope(route, caller, openSession);
        try {
            Object result = within(scope, call);
            scope.refuseChanges();
            return result;
        } finally {
            server.readEnded();
            scope.close();
        }
    }

    boolean isRead() {
        return openSession != null;
    }

    Route route() {
        return route;
    }

    String caller() {
        return caller;
    }

    /** The read-only session of this read, opened at the first use. Only for a read. */
    Session session() {
        if (session == null) {
            if (openSession == null) {
                throw new IllegalStateException(caller + " is not a read");
            }
            session = openSession.get();
        }
        return session;
    }

    WriteRefusedException refusal(String what, @Nullable Throwable cause) {
        return new WriteRefusedException(what, route, caller, cause);
    }

    private void refuseChanges() {
        if (session instanceof SessionImplementor opened) {
            ChangedEntities.first(opened).ifPresent(entity -> {
                throw refusal("Changing an entity (" + entity + ")", null);
            });
        }
    }

    private void close() {
        if (session != null) {
            session.close();
        }
    }

    private static @Nullable Object within(Scope scope, Callable<@Nullable Object> call) throws Exception {
        Scope outer = CURRENT.get();
        CURRENT.set(scope);
        try {
            return call.call();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }
}
