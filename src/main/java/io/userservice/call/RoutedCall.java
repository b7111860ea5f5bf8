package io.userservice.call;

import io.userservice.consistency.ClientSession;
import io.userservice.replication.WalPosition;
import io.userservice.routing.Reason;
import io.userservice.routing.Route;
import io.userservice.routing.span.RouteSpan;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.concurrent.Callable;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * All that a call carries: its route, what its client has seen and wants, its session, connection and position. Calls nest,
 * so it is one frame of a stack in a {@link ThreadLocal}; a pooled thread must never keep it. Confined to its thread.
 */
final class RoutedCall {

    private static final ThreadLocal<@Nullable RoutedCall> CURRENT = new ThreadLocal<>();

    private final Route route;
    private final ClientSession client;
    private final @Nullable Method method;
    private final @Nullable SessionFactory sessions;
    private RouteSpan span = RouteSpan.NONE;
    private @Nullable Session session;
    private @Nullable Connection held;
    private @Nullable WalPosition position;
    private boolean positionDue;
    private boolean calledPrimary;
    private boolean committed;
    private long started;
    private boolean succeeded;

    private RoutedCall(Route route, ClientSession client, @Nullable Method method, @Nullable SessionFactory sessions) {
        this.route = route;
        this.client = client;
        this.method = method;
        this.sessions = sessions;
    }

    static RoutedCall read(Route route, ClientSession client, Method method, SessionFactory sessions) {
        return new RoutedCall(route, client, method, sessions);
    }

    static RoutedCall onPrimary(Route route, ClientSession client, Method method) {
        return new RoutedCall(route, client, method, null);
    }

    /** Code that declares nothing, for as long as it uses one connection; it is on no stack. */
    static RoutedCall undeclared(Route route, ClientSession client) {
        return new RoutedCall(route, client, null, null);
    }

    /** The innermost routed call of this thread, or null in code that declares nothing. */
    static @Nullable RoutedCall current() {
        return CURRENT.get();
    }

    static @Nullable RoutedCall currentRead() {
        RoutedCall call = CURRENT.get();
        return call != null && call.isRead() ? call : null;
    }

    /** Runs the call, once; {@link WriteRefusedException} also when a read leaves a changed entity, which nobody stores. */
    @Nullable
    Object run(RouteSpan shownAs, Callable<@Nullable Object> work) throws Exception {
        span = shownAs;
        RoutedCall outer = CURRENT.get();
        if (isRead()) {
            started = route.server().times().started();
        } else if (outer != null) {
            outer.calledPrimary = true;
        }
        CURRENT.set(this);
        try {
            Object result = span.around(work);
            ChangedEntities.first(session).ifPresent(entity -> {
                throw refusal("Changing an entity (" + entity + ")", null);
            });
            succeeded = true;
            return result;
        } finally {
            close(outer);
        }
    }

    private void close(@Nullable RoutedCall outer) {
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
                route.server().times().ended(started, succeeded, route.reason() != Reason.BY_NAME);
            }
        }
    }

    Route route() {
        return route;
    }

    ClientSession client() {
        return client;
    }

    boolean isRead() {
        return sessions != null;
    }

    void runs(String sql) {
        span.runs(sql);
    }

    String name() {
        return method == null
                ? "code that declares nothing"
                : method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /** The connection that this read keeps; null if it takes one whenever it needs one. */
    @Nullable
    Connection held() {
        return held;
    }

    /** Keeps a connection, with its {@link ReadTransaction}, until the end of this read. */
    void hold(Connection connection) {
        held = connection;
    }

    /** What was read or written so far is covered by this position; null if the server has to be asked for one. */
    void showsUpTo(@Nullable WalPosition covering) {
        position = covering;
        positionDue = covering == null;
    }

    @Nullable
    WalPosition position() {
        return position;
    }

    /** Whether the client was shown something, which a position has to cover. */
    boolean hasShownSomething() {
        return position != null || positionDue;
    }

    /** The read-only session of this read, opened at the first use. Only for a read. */
    Session session() {
        if (sessions == null) {
            throw new IllegalStateException(name() + " is not a read");
        }
        if (session == null) {
            session = sessions.withOptions()
                    .readOnly(true)
                    .flushMode(FlushMode.MANUAL)
                    .autoJoinTransactions(false)
                    .openSession();
        }
        showsUpTo(null);
        return session;
    }

    /** Whether this call, or one inside it, has used the primary by its own word: then it must not be repeated. */
    boolean hasCalledPrimary() {
        return calledPrimary;
    }

    /** Each statement stands by itself then. */
    void usesPrimaryOutsideTransaction() {
        calledPrimary = true;
    }

    /** A commit begins: from now on nobody can say that nothing was written. */
    void commits() {
        committed = true;
        showsUpTo(null);
    }

    boolean hasCommitted() {
        return committed;
    }

    WriteRefusedException refusal(String what, @Nullable Throwable cause) {
        return new WriteRefusedException(what, route, name(), cause);
    }
}
