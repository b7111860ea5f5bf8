package io.userservice.replication.report;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.OnOff;

/** What is measured beyond what always is. */
@ConfigMapping(prefix = "user-service.metrics")
public interface MetricsConfig {

    /**
     * Whether the pools of connections are measured: how many connections are in use, how many calls wait for one and for how
     * long. On in dev mode and tests.
     */
    @WithDefault("false")
    @WithConverter(OnOff.class)
    boolean pools();
}
