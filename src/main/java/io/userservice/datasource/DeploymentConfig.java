package io.userservice.datasource;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.Count;

/** What an instance does, and how many there are. */
@ConfigMapping(prefix = "user-service")
public interface DeploymentConfig {

    /** The most instances that run at once, during a deployment too: each may open all its connections. */
    @WithDefault("1")
    @WithConverter(Count.class)
    int instances();

    /** Whether to do nothing but migrate, see {@link MigrateOnly}. */
    @WithDefault("false")
    boolean migrateOnly();

    /** How long statements may run; {@code application.properties} hands it to the connections. */
    StatementTimeout statementTimeout();
}
