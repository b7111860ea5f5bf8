package io.userservice.migration;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.userservice.datasource.DeploymentConfig;
import io.userservice.datasource.proxy.UnknownPooler;
import io.userservice.replication.ServerState;
import io.userservice.replication.ServerStatus;
import io.userservice.replication.Servers;
import io.userservice.start.StartOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Migrates the schema on the primary. A start waits for that for {@code user-service.migrate-wait}, and not at all for a
 * primary that does not answer: it goes on without, so that an instance that is restarted during an outage serves reads.
 * What the primary refuses ends the start. With {@code user-service.migrate-only} nothing else is done: exit code 0, or 1
 * and one line that says why. Thread-safe.
 */
@ApplicationScoped
class Migration {

    private static final Logger log = Logger.getLogger(Migration.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(10);
    /** So long a primary may be unreachable for probes until a migration that waits for it is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DeploymentConfig config;
    private final Flyway flyway;
    private final MigrationConnections connections;
    private final Servers servers;
    private final InstantSource clock;
    private final UnknownPooler pooler;
    private final Thread worker = daemon("migration", this::work);
    private volatile MigrationState state = MigrationState.NOT_ASKED;
    private volatile @Nullable String trouble;
    private volatile boolean starting = true;
    private volatile boolean stopped;

    Migration(
            DeploymentConfig config,
            Flyway flyway,
            MigrationConnections connections,
            Servers servers,
            InstantSource clock,
            UnknownPooler pooler) {
        this.pooler = pooler;
        this.config = config;
        this.flyway = flyway;
        this.connections = connections;
        this.servers = servers;
        this.clock = clock;
    }

    /** How far it is. */
    MigrationState state() {
        return state;
    }

    /** After every setting was judged, and the servers were asked for the first time. */
    void start(@Observes @Priority(StartOrder.MIGRATE) StartupEvent event) {
        if (!config.migrateOnly() && !config.migrateAtStart()) {
            return;
        }
        state = MigrationState.RUNNING;
        worker.start();
        daemon("migration-watch", this::watch).start();
        Instant end = config.migrateOnly() ? Instant.MAX : clock.instant().plus(config.migrateWait());
        // Quarkus stops a service that starts once it has started: whoever wants it to stop would wait for the
        // migration.
        while (isUndecided() && clock.instant().isBefore(end) && !ApplicationLifecycleManager.isVmShuttingDown()) {
            sleep(Duration.ofMillis(5));
        }
        if (config.migrateOnly()) {
            Quarkus.asyncExit(state == MigrationState.DONE ? 0 : 1);
        } else if (state == MigrationState.REFUSED) {
            end();
            throw new ConfigurationException("not migrated: " + trouble);
        }
        starting = false;
    }

    private boolean isUndecided() {
        return config.migrateOnly() ? worker.isAlive() : state == MigrationState.RUNNING;
    }

    void stop(@Observes ShutdownEvent event) {
        end();
    }

    private void end() {
        stopped = true;
        worker.interrupt();
    }

    private void work() {
        Instant giveUp = clock.instant().plus(PATIENCE);
        while (!stopped) {
            MigrationState now = attempt();
            boolean waits = now == MigrationState.WAITING;
            state = now;
            if (now == MigrationState.DONE
                    || (config.migrateOnly() && !(waits && clock.instant().isBefore(giveUp)))) {
                return;
            }
            sleep(waits ? PAUSE : PAUSE_AFTER_REFUSAL);
        }
    }

    private MigrationState attempt() {
        try {
            log.infof("migrated migrations=%d", flyway.migrate().migrationsExecuted);
            return MigrationState.DONE;
        } catch (FlywayException e) {
            MigrationFailure failure = MigrationFailure.of(e);
            boolean endsStart = starting && !failure.passes() && !config.migrateOnly();
            if (!failure.reason().equals(trouble) && !endsStart && !stopped) {
                log.errorf("not migrated: %s%s", failure.reason(), failure.passes() ? "; tried again" : "");
            }
            trouble = failure.reason();
            if (failure.isReadOnly()) {
                pooler.writeRefused(servers.writePool());
            }
            return failure.passes() ? MigrationState.WAITING : MigrationState.REFUSED;
        }
    }

    /** A frozen primary keeps its connections, so that nothing else ends the wait; those that probe it notice. */
    private void watch() {
        while (!stopped && worker.isAlive()) {
            sleep(PAUSE);
            if (stopped) {
                return;
            }
            ServerStatus primary = servers.primary().status();
            if (primary.state() == ServerState.BANNED
                    && primary.since().plus(PATIENCE).isBefore(clock.instant())) {
                connections.abort();
            }
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
