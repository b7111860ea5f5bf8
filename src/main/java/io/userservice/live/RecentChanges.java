package io.userservice.live;

import io.userservice.replication.ServerChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last changes of servers' states, if there is a page to show them. Thread-safe. */
@ApplicationScoped
class RecentChanges {

    private static final int MOST = 50;

    private final boolean enabled;
    private final Deque<ServerChange> changes = new ArrayDeque<>(MOST);

    RecentChanges(LiveConfig config) {
        this.enabled = config.enabled();
    }

    void add(@Observes ServerChange change) {
        if (enabled) {
            keep(change);
        }
    }

    private synchronized void keep(ServerChange change) {
        if (changes.size() == MOST) {
            changes.removeLast();
        }
        changes.addFirst(change);
    }

    /** The newest first. */
    synchronized List<ServerChange> newestFirst() {
        return List.copyOf(changes);
    }
}
