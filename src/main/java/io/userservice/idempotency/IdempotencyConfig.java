package io.userservice.idempotency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.Time;
import java.time.Duration;

/** How answers to requests with an {@code Idempotency-Key} are kept. */
@ConfigMapping(prefix = "user-service.idempotency")
interface IdempotencyConfig {

    /** How long a repeated request gets the first answer again. */
    @WithDefault("24h")
    @WithConverter(Time.Positive.class)
    Duration keep();
}
