package io.userservice.replication.watch;

import io.userservice.replication.Server;
import io.userservice.replication.ServerState;
import io.userservice.replication.Servers;
import java.util.function.Consumer;

/**
 * Finds servers whose reads do not end: such a one is asked at once; if it hangs, they are cut off, and go elsewhere if they
 * can. For one thread at a time.
 */
public final class StuckReads {

    private final Servers servers;
    private final Consumer<Server> doubt;

    /** With what asks a server whether it hangs. */
    public StuckReads(Servers servers, Consumer<Server> doubt) {
        this.servers = servers;
        this.doubt = doubt;
    }

    /** To be called often: that is how exactly it is known how long they take. */
    public void look() {
        long now = System.nanoTime();
        servers.all().filter(server -> server.times().isStuck(now)).forEach(server -> {
            if (server.status().state() == ServerState.BANNED) {
                // Also when the ban has run out: nobody has seen it since. The primary's have nowhere else to go.
                server.cutOffReads();
            } else {
                doubt.accept(server);
            }
        });
    }
}
