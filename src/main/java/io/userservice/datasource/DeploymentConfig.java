package io.userservice.datasource;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.Count;
import io.userservice.setting.OnOff;
import io.userservice.setting.Time;
import java.time.Duration;

/** What an instance does, and how many there are. */
@ConfigMapping(prefix = "user-service")
public interface DeploymentConfig {

    /** The most instances that run at once, during a deployment too: each may open all its connections. */
    @WithDefault("1")
    @WithConverter(Count.class)
    int instances();

    /** Whether to migrate the schema at the start. Nobody sets it: it is what {@code quarkus.flyway.migrate-at-start} says. */
    @WithDefault("true")
    @WithConverter(OnOff.class)
    boolean migrateAtStart();

    /** How long a start waits for the migration; it goes on in the background then, and the service is not ready before its end. */
    @WithDefault("30s")
    @WithConverter(Time.Positive.class)
    Duration migrateWait();

    /** Whether to do nothing but migrate. */
    @WithDefault("false")
    @WithConverter(OnOff.class)
    boolean migrateOnly();

    /** How long statements may run; {@code application.properties} hands it to the connections. */
    StatementTimeout statementTimeout();
}
