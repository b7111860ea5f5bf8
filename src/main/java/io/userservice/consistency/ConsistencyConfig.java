package io.userservice.consistency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.userservice.setting.OnOff;
import io.userservice.setting.Time;
import java.time.Duration;

/** What clients may ask for, and how long a read waits for a replica to have it. */
@ConfigMapping(prefix = "user-service.consistency")
public interface ConsistencyConfig {

    /** How long a read waits for a replica to reach the client's token before the primary answers. */
    @WithName("wait")
    @WithDefault("50ms")
    @WithConverter(Time.class)
    Duration waitAtMost();

    /** Whether clients may ask for {@code Consistency: strong}, which the primary answers; if not, they get 403. */
    @WithDefault("true")
    @WithConverter(OnOff.class)
    boolean strong();

    /** Whether the token also travels in a cookie, for browsers. */
    @WithDefault("false")
    @WithConverter(OnOff.class)
    boolean cookie();
}
