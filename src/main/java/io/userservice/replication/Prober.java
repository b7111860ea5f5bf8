package io.userservice.replication;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.userservice.datasource.DeploymentConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Probes every server, off the request path: one that hangs delays neither a request nor the probe of another.
 * Thread-safe.
 */
@ApplicationScoped
public class Prober {

    private static final Logger LOG = Logger.getLogger(Prober.class);

    private final Servers servers;
    private final ReplicationConfig config;
    private final DeploymentConfig deployment;
    private final InstantSource clock;
    private final Fence fence;
    private final Map<Server, Probe> probes = new LinkedHashMap<>();
    private final ScheduledExecutorService threads;
    private final Object round = new Object();
    private volatile Instant lastAsked = Instant.MIN;

    Prober(Servers servers, ReplicationConfig config, DeploymentConfig deployment, InstantSource clock, Fence fence) {
        this.servers = servers;
        this.config = config;
        this.deployment = deployment;
        this.clock = clock;
        this.fence = fence;
        servers.all().forEach(server -> probes.put(server, new Probe(server, config, clock, fence)));
        this.threads = Executors.newScheduledThreadPool(probes.size(), work -> {
            Thread thread = new Thread(work, "probe");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Learns of all servers before the first request, then keeps watching. */
    void start(@Observes @Priority(1) StartupEvent event) {
        refreshIfOld();
        onEach(this::warnOfTooManyConnections);
        if (!config.probeInterval().isZero()) {
            probes.keySet().forEach(this::schedule);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
        probes.values().forEach(Probe::close);
    }

    /** Lets go of all connections, and of how fresh the knowledge is: both are void in a copy of this instance. */
    public void forget() {
        servers.dropAllConnections();
        for (Probe probe : probes.values()) {
            synchronized (probe) {
                probe.close();
            }
        }
        lastAsked = Instant.MIN;
    }

    /**
     * Asks every server if none was asked for {@code user-service.replication.max-age}: after this instance was frozen,
     * or where there are no background probes. Returns when each has answered or is known not to.
     */
    public void refreshIfOld() {
        if (isFresh()) {
            return;
        }
        synchronized (round) {
            if (isFresh()) {
                return;
            }
            onEach(this::probe);
        }
    }

    /** Does something to all servers at once. Returns when it is done to each. */
    private void onEach(Consumer<Server> work) {
        CompletableFuture<?>[] done = probes.keySet().stream()
                .map(server -> CompletableFuture.runAsync(() -> work.accept(server), threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(done).join();
    }

    /** Asks a server unless it was seen since {@code then}. Returns whether it was seen since, in the end. */
    public boolean refresh(Server server, Instant then) {
        synchronized (probeOf(server)) {
            // Whoever waited here for a probe that failed meanwhile does not repeat it: the server may be hanging.
            if (probeOf(server).lastLook().isBefore(then)) {
                probe(server);
            }
            return wasSeenSince(server, then);
        }
    }

    private void probe(Server server) {
        Probe probe = probeOf(server);
        synchronized (probe) {
            lastAsked = clock.instant();
            fence.avoidReplaced();
            try {
                servers.answered(server, probe.look());
            } catch (SQLException e) {
                LOG.debugf("probe of %s failed: %s", server, e.getMessage());
                if (Trouble.of(e) == Trouble.UNREACHABLE) {
                    servers.dropIdleConnections(server);
                }
                servers.failed(server);
            }
            if (server.role() == Role.PRIMARY && server.standing().state() == State.WRONG_ROLE) {
                // Connect anew: the URL may name another host, or lead to one, that is the primary now.
                probe.close();
                servers.dropPrimaryConnections();
            }
        }
    }

    /** What a proxy takes is not what the server behind it tells. */
    private void warnOfTooManyConnections(Server server) {
        if (server.isProxied() || server.standing().seen() == null) {
            return;
        }
        Probe probe = probeOf(server);
        synchronized (probe) {
            try {
                new Capacity(server.name(), deployment.instances(), servers.connections(server), probe.taken())
                        .warning()
                        .ifPresent(LOG::warn);
            } catch (SQLException e) {
                LOG.debugf("%s does not tell how many connections it takes: %s", server, e.getMessage());
            }
        }
    }

    private Probe probeOf(Server server) {
        return Objects.requireNonNull(probes.get(server));
    }

    private void schedule(Server server) {
        long millis = config.probeInterval().toMillis();
        // A tenth more or less, so that many instances do not ask at the same moment.
        long jittered = millis - millis / 10 + ThreadLocalRandom.current().nextLong(millis / 5 + 1);
        if (threads.isShutdown()) {
            return;
        }
        var unused = threads.schedule(
                () -> {
                    try {
                        probe(server);
                    } catch (RuntimeException e) {
                        LOG.errorf(e, "probe of %s", server);
                    }
                    schedule(server);
                },
                jittered,
                TimeUnit.MILLISECONDS);
    }

    private boolean isFresh() {
        return clock.instant().isBefore(lastAsked.plus(config.maxAge()));
    }

    private static boolean wasSeenSince(Server server, Instant then) {
        Sighting seen = server.standing().seen();
        return seen != null && !seen.at().isBefore(then);
    }
}
