package io.userservice.migration;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness: down while the schema is being migrated, or could not be. */
@Readiness
@ApplicationScoped
class SchemaHealth implements HealthCheck {

    private final Migration migration;

    SchemaHealth(Migration migration) {
        this.migration = migration;
    }

    @Override
    public HealthCheckResponse call() {
        MigrationState state = migration.state();
        return HealthCheckResponse.named("schema")
                .status(state.isReady())
                .withData("migration", state.toString())
                .build();
    }
}
