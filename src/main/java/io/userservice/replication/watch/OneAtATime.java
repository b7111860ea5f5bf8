package io.userservice.replication.watch;

import io.userservice.replication.Server;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Work of one kind, of which each server has one at a time: those that wait for a server that hangs must not take the threads
 * of the others. Thread-safe.
 */
public final class OneAtATime {

    private static final Logger log = Logger.getLogger(OneAtATime.class);

    private final Executor threads;
    private final Map<Server, CompletableFuture<?>> running = new ConcurrentHashMap<>();

    public OneAtATime(Executor threads) {
        this.threads = threads;
    }

    /** Runs the work soon, unless such work is under way; returns whichever will end. */
    public CompletableFuture<?> run(Server server, Runnable work) {
        return running.compute(
                server, (same, before) -> before != null && !before.isDone() ? before : start(server, work));
    }

    /** The server is gone. */
    public void forget(Server server) {
        running.remove(server);
    }

    private CompletableFuture<?> start(Server server, Runnable work) {
        return CompletableFuture.runAsync(work, threads).whenComplete((done, failure) -> {
            if (failure != null) {
                log.errorf(failure, "probe of %s", server);
            }
        });
    }
}
