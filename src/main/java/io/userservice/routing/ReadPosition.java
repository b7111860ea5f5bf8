package io.userservice.routing;

import io.userservice.replication.Servers;
import io.userservice.replication.Sighting;
import io.userservice.replication.WalPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/** The position of the server that the current read is running on. Thread-safe. */
@ApplicationScoped
public class ReadPosition {

    private final Servers servers;
    private final InstantSource clock;

    ReadPosition(Servers servers, InstantSource clock) {
        this.servers = servers;
        this.clock = clock;
    }

    /**
     * A position that covers all that the current read has been shown; the client of the request sees it too. One round trip.
     *
     * @throws IllegalStateException outside a read
     */
    public WalPosition show() {
        Scope read = Scope.currentRead();
        if (read == null) {
            throw new IllegalStateException("There is no read here whose position could be shown");
        }
        Sighting sighting = read.session().doReturningWork(connection -> Sighting.of(connection, clock));
        read.positionShown();
        servers.answered(read.route().server(), sighting);
        ClientView.current().ifPresent(view -> view.show(sighting.position()));
        return sighting.position();
    }
}
