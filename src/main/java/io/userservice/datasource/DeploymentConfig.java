package io.userservice.datasource;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.userservice.setting.Count;

/** What an instance is for, and among how many. */
@ConfigMapping(prefix = "user-service")
public interface DeploymentConfig {

    /** How many instances there are at most, during a deployment too: what each may open counts as often. */
    @WithDefault("1")
    @WithConverter(Count.class)
    int instances();

    /** Whether to do nothing but migrate, see {@link MigrateOnly}. */
    @WithDefault("false")
    boolean migrateOnly();

    /** How long statements may run; {@code application.properties} hands it to the connections. */
    StatementTimeout statementTimeout();
}
