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
    private @Nullable WalPosition shown;

    /** The view of the current request; empty outside one. */
    static Optional<ClientView> current() {
        ArcContainer container = Arc.container();
        return container.requestContext().isActive()
                ? Optional.of(container.instance(ClientView.class).get())
                : Optional.empty();
    }

    /** Whether the client of the current request, if there is one, carries a token. */
    static boolean carriesToken() {
        return current().map(view -> view.wanted().token() != null).orElse(false);
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
    public @Nullable WalPosition shown() {
        return shown;
    }

    /**
     * The client sees this position with this request. Later reads of the same request show it too: the client's own
     * token may only move on.
     */
    void show(WalPosition position) {
        if (shown == null || position.isAfter(shown)) {
            shown = position;
        }
        WalPosition token = wanted.token();
        if (token == null || position.isAfter(token)) {
            wanted = new Freshness(wanted.level(), position, wanted.maxStaleness());
        }
    }
}
