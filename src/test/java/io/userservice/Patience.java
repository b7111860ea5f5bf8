package io.userservice;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for what comes by itself, for 10 s unless it is told otherwise. It looks at once and then every 20 ms; Awaitility by
 * itself looks for the first time after 100 ms, and most of what is awaited here is there before.
 */
public final class Patience {

    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Patience() {}

    public static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(INTERVAL);
    }

    /** For what shows only after a while: whatever is under way goes on meanwhile. */
    public static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.multipliedBy(2).plusSeconds(1)).until(() -> System.nanoTime() - end > 0);
    }

    /** Names what is awaited, for the message if it does not come. */
    public static ConditionFactory await(String what) {
        return Awaitility.await(what).pollDelay(Duration.ZERO).pollInterval(INTERVAL);
    }
}
