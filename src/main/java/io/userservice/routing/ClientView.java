package io.userservice.routing;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.userservice.replication.WalPosition;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the client of the current request has seen and wants to see, and what this request adds to it. */
@RequestScoped
public class ClientView {

    private Freshness wanted = Freshness.DEFAULT;
    private boolean tokenInCookie;
    private boolean cookieRefused;

    /** The view of the current request; empty outside one. */
    static Optional<ClientView> current() {
        ArcContainer container = Arc.container();
        return container.requestContext().isActive()
                ? Optional.of(container.instance(ClientView.class).get())
                : Optional.empty();
    }

    /** What the client of the current request, if there is one, wants of a read. */
    static Freshness ofRead() {
        return current().map(ClientView::wanted).orElse(Freshness.DEFAULT);
    }

    /** Whether the client of the current request, if there is one, carries a token. */
    static boolean carriesToken() {
        return current().map(view -> view.wanted().token() != null).orElse(false);
    }

    /** What the client of the current request must at least be shown by a replica; null if nothing in particular. */
    static @Nullable WalPosition promised() {
        return current()
                .map(ClientView::wanted)
                .filter(wanted -> wanted.level() != Freshness.Level.EVENTUAL)
                .map(Freshness::token)
                .orElse(null);
    }

    /** {@link Freshness#DEFAULT} unless the client asked for more or less. */
    public Freshness wanted() {
        return wanted;
    }

    /** To be called before the first read of the request. */
    public void want(Freshness freshness) {
        this.wanted = freshness;
    }

    /** The position that covers all that the client has seen, this request included; null if it carries no token. */
    public @Nullable WalPosition seen() {
        return wanted.token();
    }

    /** The token came in a cookie: the browser sent it by itself, and cannot be told not to. */
    public void tokenCameInCookie() {
        tokenInCookie = true;
    }

    /** The request carries a cookie that is of no use, to be taken back with the answer. */
    public void refuseCookie() {
        cookieRefused = true;
    }

    public boolean isCookieRefused() {
        return cookieRefused;
    }

    /**
     * Takes away the token, which nobody can have been given. Returns whether it came in a cookie: then the request goes
     * on without it, since nobody must be locked out by a cookie.
     */
    boolean dropToken() {
        cookieRefused = tokenInCookie;
        wanted = new Freshness(wanted.level(), null, wanted.maxStaleness());
        return tokenInCookie;
    }

    /**
     * The client sees this position with this request. Later reads of the same request show it too: the client's own
     * token only moves on, also when an eventual read shows it something older.
     */
    void show(WalPosition position) {
        WalPosition token = wanted.token();
        if (token == null || position.isAfter(token)) {
            wanted = new Freshness(wanted.level(), position, wanted.maxStaleness());
        }
    }
}
