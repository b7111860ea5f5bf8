package io.userservice.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.Count;
import io.userservice.setting.Time;
import java.time.Duration;

/** How much the service takes on at once. */
@ConfigMapping(prefix = "user-service.limits")
interface LimitsConfig {

    /**
     * How many requests may run at once, in each instance; further ones wait for a place, which costs no thread. About as many
     * as there are connections: more would only wait for these, and switch threads all the time. Fewer than worker threads
     * ({@code quarkus.thread-pool.max-threads}, 200), so that none waits for a thread and health checks find one.
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
}
