package io.userservice.routing;

import io.userservice.replication.Server;
import java.sql.Connection;
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
    private @Nullable Connection held;
    private boolean positionShown;
    private boolean calledPrimary;
    private boolean committed;

    private Scope(Route route, String caller, @Nullable Supplier<Session> openSession) {
        this.route = route;
        this.caller = caller;
        this.openSession = openSession;
    }

    /** A call that reads. The read-only session is opened when the call first asks for it. */
    static Scope read(Route route, String caller, Supplier<Session> openSession) {
        return new Scope(route, caller, openSession);
    }

    /** A call on the primary. A read around it is suspended meanwhile. */
    static Scope write(Route route, String caller) {
        return new Scope(route, caller, null);
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

    /**
     * Runs the call, once.
     *
     * @throws WriteRefusedException also when a read leaves a changed entity behind, which no flush would ever store
     */
    @Nullable
    Object run(Callable<@Nullable Object> call) throws Exception {
        Scope outer = CURRENT.get();
        Server server = route.server();
        if (isRead()) {
            server.readStarted();
        } else if (outer != null) {
            outer.calledPrimary = true;
        }
        CURRENT.set(this);
        try {
            Object result = call.call();
            refuseChanges();
            return result;
        } finally {
            close(outer);
        }
    }

    private void close(@Nullable Scope outer) {
        try {
            if (session != null) {
                session.close();
            }
        } finally {
            if (held != null) {
                ReadTransaction.end(held);
            }
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
                outer.calledPrimary |= calledPrimary;
            }
            if (isRead()) {
                route.server().readEnded();
            }
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

    /** The connection that this read keeps until its end; null if it takes one whenever it needs one. */
    @Nullable
    Connection held() {
        return held;
    }

    /** Keeps a connection, on which a {@link ReadTransaction} has begun, until the end of this read. */
    void hold(Connection connection) {
        held = connection;
    }

    /** Whether this read may have seen more than the position that was last shown. */
    boolean hasUnshownPosition() {
        return session != null && !positionShown;
    }

    void positionShown() {
        positionShown = true;
    }

    /** The read-only session of this read, opened at the first use. Only for a read. */
    Session session() {
        if (session == null) {
            if (openSession == null) {
                throw new IllegalStateException(caller + " is not a read");
            }
            session = openSession.get();
        }
        positionShown = false;
        return session;
    }

    /** Whether this call, or one inside it, has used the primary by its own word: then it must not be repeated. */
    boolean hasCalledPrimary() {
        return calledPrimary;
    }

    /** A transaction of this call is being committed. */
    void commits() {
        committed = true;
    }

    /** Whether a commit was at least begun. */
    boolean hasCommitted() {
        return committed;
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
}
