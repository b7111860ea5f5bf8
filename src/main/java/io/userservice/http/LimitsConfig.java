package io.userservice.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.Count;
import io.userservice.setting.Time;
import java.time.Duration;
import java.util.Optional;

/** How much the service takes on at once. */
@ConfigMapping(prefix = "user-service.limits")
interface LimitsConfig {

    /**
     * How many requests may run at once, in each instance; further ones wait for a place, which costs no thread. About as many
     * as there are connections: more would only wait for these, and switch threads all the time. Where requests have no virtual
     * threads, fewer than there are worker threads ({@code quarkus.thread-pool.max-threads}), so that none waits for a thread
     * and health checks find one.
     */
    @WithDefault("64")
    @WithConverter(Count.class)
    int maxRequests();

    /**
     * How long a request waits for a place before it gets 503. Ten times as many as may run can wait; further ones get 503
     * at once.
     */
    @WithDefault("500ms")
    @WithConverter(Time.class)
    Duration maxWait();

    /** What to write instead where each request takes one of so many worker threads. */
    static Optional<String> refusal(int maxRequests, int threads) {
        return maxRequests < threads
                ? Optional.empty()
                : Optional.of("USER_SERVICE_LIMITS_MAX_REQUESTS (user-service.limits.max-requests) is " + maxRequests
                        + ", and there are " + threads + " worker threads for requests and health checks: write "
                        + (threads - 1) + " or less, or have more threads with QUARKUS_THREAD_POOL_MAX_THREADS="
                        + (maxRequests + 1) + ", or run on Java 21 or newer, where requests need none");
    }
}
