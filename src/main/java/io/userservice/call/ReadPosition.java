package io.userservice.call;

import io.userservice.replication.ConnectionHistory;
import io.userservice.replication.ReplicationStatus;
import io.userservice.replication.Servers;
import io.userservice.replication.WalPosition;
import jakarta.enterprise.context.ApplicationScoped;

/** The position of the server that the current read is running on. Thread-safe. */
@ApplicationScoped
public class ReadPosition {

    private final Servers servers;
    private final ConnectionHistory history;

    ReadPosition(Servers servers, ConnectionHistory history) {
        this.servers = servers;
        this.history = history;
    }

    /**
     * A position that covers all that the current read has been shown; the client of the request sees it too. One round trip.
     *
     * @throws IllegalStateException outside a read
     */
    public WalPosition show() {
        RoutedCall read = RoutedCall.currentRead();
        if (read == null) {
            throw new IllegalStateException("There is no read here whose position could be shown");
        }
        ReplicationStatus status = read.session().doReturningWork(history::ask);
        read.positionShown();
        servers.answered(read.route().server(), status);
        read.client().show(status.position());
        return status.position();
    }
}
