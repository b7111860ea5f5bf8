package io.userservice.devcluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what a server does by itself: looks every 5 ms, for 30 s at most unless it is told otherwise. */
final class Deadline {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Deadline() {}

    /** Returns when it is reached; {@link IllegalStateException} if it is not in time. */
    static void await(String what, BooleanSupplier reached) {
        if (!isReached(LIMIT, reached)) {
            throw new IllegalStateException("Waited for " + what + " for " + LIMIT.toSeconds() + " s in vain");
        }
    }

    /** Whether it is reached in time. */
    static boolean isReached(Duration limit, BooleanSupplier reached) {
        long end = System.nanoTime() + limit.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return true;
    }
}
