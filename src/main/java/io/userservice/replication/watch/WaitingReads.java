package io.userservice.replication.watch;

import io.userservice.replication.WalPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The reads that wait for one replica: each for its token, and for its time. Thread-safe. */
final class WaitingReads {

    private final List<Waiting> waiting = new ArrayList<>();

    /** A read that waits. */
    static final class Waiting {

        private final WalPosition token;

        /** No answer to an earlier question is the last word. */
        private final Instant since;

        /** It gets the last word with the last answer before. */
        private final Instant until;

        private final CompletableFuture<Boolean> reached = new CompletableFuture<>();

        Waiting(WalPosition token, Instant since, Instant until) {
            this.token = token;
            this.since = since;
            this.until = until;
        }

        /** Whether the replica reached the token in time, once that is known. */
        CompletableFuture<Boolean> reached() {
            return reached;
        }
    }

    synchronized Waiting add(WalPosition token, Instant since, Instant until) {
        Waiting read = new Waiting(token, since, until);
        waiting.add(read);
        notifyAll();
        return read;
    }

    /** For a read that waits no longer. */
    synchronized void remove(Waiting read) {
        waiting.remove(read);
    }

    /** Waits for somebody to wait; false if nobody came in that time. */
    synchronized boolean awaitAny(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = end - System.nanoTime(); waiting.isEmpty() && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
        return !waiting.isEmpty();
    }

    /** The earliest position that anybody waits for: before that there is nobody to wake. */
    synchronized @Nullable WalPosition least() {
        WalPosition least = null;
        for (Waiting read : waiting) {
            if (least == null || least.isAfter(read.token)) {
                least = read.token;
            }
        }
        return least;
    }

    /**
     * The replica has answered: wakes those whose token it has reached, and those for whom the next answer would be too late.
     *
     * @param position how far it is; null if that is less far than anybody waits for
     * @param asked when
     * @param next when the next answer may come
     * @return whether anybody got what he waited for
     */
    synchronized boolean answered(@Nullable WalPosition position, Instant asked, Instant next) {
        boolean anybody = false;
        for (Waiting read : List.copyOf(waiting)) {
            boolean reached = position != null && position.covers(read.token);
            boolean last = !read.since.isAfter(asked) && next.isAfter(read.until);
            if (reached || last) {
                waiting.remove(read);
                read.reached.complete(reached);
            }
            anybody |= reached;
        }
        return anybody;
    }

    /** The replica does not answer. */
    synchronized void end() {
        waiting.forEach(read -> read.reached.complete(false));
        waiting.clear();
    }
}
