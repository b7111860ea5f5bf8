package io.userservice.consistency;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.userservice.replication.WalPosition;
import jakarta.enterprise.context.RequestScoped;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a request has seen and wants to see, and what the request adds to it. Looked up once, where a call
 * begins, and carried from there. Confined to the thread of its request.
 */
@RequestScoped
public class ClientSession {

    private ReadConsistency wanted = ReadConsistency.DEFAULT;
    private boolean tokenInCookie;
    private boolean cookieRefused;
    private @Nullable WalPosition shown;

    /** More than one where a request reads and writes. */
    private final Set<String> routes = new LinkedHashSet<>();

    /** The session of the request that is running, without the proxy before it; outside a request a new one. */
    public static ClientSession current(ClientSession injected) {
        return Arc.container().requestContext().isActive() ? ClientProxy.unwrap(injected) : new ClientSession();
    }

    /** {@link ReadConsistency#DEFAULT} unless the client asked for more or less. */
    public ReadConsistency wanted() {
        return wanted;
    }

    /** To be called before the first read of the request. */
    public void want(ReadConsistency consistency) {
        this.wanted = consistency;
    }

    /** The position that covers all that the client has seen, this request included; null if it carries no token. */
    public @Nullable WalPosition seen() {
        return wanted.token();
    }

    /** The same if this request showed the client anything, else null: then nobody has looked at the token it sent. */
    @Nullable
    WalPosition shown() {
        return shown;
    }

    /** The token came in a cookie: the browser sent it by itself, and cannot be told not to. */
    void tokenCameInCookie() {
        tokenInCookie = true;
    }

    /** The request carries a cookie that is of no use, to be taken back with the answer. */
    void refuseCookie() {
        cookieRefused = true;
    }

    boolean isCookieRefused() {
        return cookieRefused;
    }

    /**
     * Takes away the token, which nobody can have been given. Returns whether it came in a cookie: then the request goes
     * on without it, since nobody must be locked out by a cookie.
     */
    boolean dropToken() {
        cookieRefused = tokenInCookie;
        wanted = wanted.with(null);
        return tokenInCookie;
    }

    /**
     * The client sees this position with this request. Later reads of the same request show it too: the client's own
     * token only moves on, also when an eventual read shows it something older.
     */
    public void show(WalPosition position) {
        WalPosition token = wanted.token();
        shown = token == null || position.isAfter(token) ? position : token;
        wanted = wanted.with(shown);
    }

    /**
     * The primary has written up to this position, which covers whatever token the client can have been given; one that lies
     * beyond was invented, and is not handed back.
     */
    public void wrote(WalPosition position) {
        shown = position;
        wanted = wanted.with(position);
    }

    /** Which routes the answer came by, as {@code Served-By} shows them, in the order of their first use. To be changed. */
    public Set<String> routes() {
        return routes;
    }
}
