package io.userservice.datasource;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Migrates the schema on the primary and exits with 0, or with 1 and one line that says why it failed: for a task that
 * runs before a deployment. {@link MigrateOnlySettings} keeps the HTTP ports closed.
 */
@ApplicationScoped
class MigrateOnly {

    private static final Logger log = Logger.getLogger(MigrateOnly.class);

    private final boolean only;
    private final Flyway flyway;

    MigrateOnly(DeploymentConfig config, Flyway flyway) {
        this.only = config.migrateOnly();
        this.flyway = flyway;
    }

    void migrate(@Observes @Priority(0) StartupEvent event) {
        if (!only) {
            return;
        }
        try {
            log.infof("migrated migrations=%d", flyway.migrate().migrationsExecuted);
            Quarkus.asyncExit(0);
        } catch (FlywayException e) {
            log.errorf("not migrated: %s", String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
            Quarkus.asyncExit(1);
        }
    }
}
