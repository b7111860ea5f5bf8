package io.userservice.migration;

import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.userservice.meter.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Shows how far the migration is. Thread-safe. */
@ApplicationScoped
class MigrationMetrics {

    private final Migration migration;
    private final Meters meters;

    MigrationMetrics(Migration migration, Meters meters) {
        this.migration = migration;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        for (MigrationState state : MigrationState.values()) {
            meters.gauge(
                    "migration_state",
                    "1 for the state that the migration of the schema is in, else 0",
                    Tags.of("state", state.toString()),
                    () -> migration.state() == state ? 1 : 0);
        }
    }
}
