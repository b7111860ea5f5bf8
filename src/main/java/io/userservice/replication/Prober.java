package io.userservice.replication;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.userservice.datasource.ClusterProof;
import io.userservice.datasource.DeploymentConfig;
import io.userservice.replication.watch.OneAtATime;
import io.userservice.replication.watch.SlowReplicas;
import io.userservice.replication.watch.StuckReads;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Probes every server off the request path: one that hangs delays neither requests nor other probes. Thread-safe. */
@ApplicationScoped
public class Prober {

    private static final Logger log = Logger.getLogger(Prober.class);

    private final Servers servers;
    private final ReplicationConfig config;
    private final DeploymentConfig deployment;
    private final InstantSource clock;
    private final Map<Server, Probe> probes = new LinkedHashMap<>();
    private final ScheduledExecutorService threads;
    private final OneAtATime asked;
    private final OneAtATime suspected;
    private final OneAtATime doubted;
    private volatile Instant lastAsked = Instant.MIN;
    private volatile Instant lastRound = Instant.MIN;

    Prober(
            Servers servers,
            ReplicationConfig config,
            DeploymentConfig deployment,
            InstantSource clock,
            ConnectionHistory history,
            ExpectedSchema schema,
            ClusterProof proof) {
        this.servers = servers;
        this.config = config;
        this.deployment = deployment;
        this.clock = clock;
        servers.all()
                .forEach(server ->
                        probes.put(server, new Probe(server, servers, history, schema, proof, config, clock)));
        this.threads = Executors.newScheduledThreadPool(3 * probes.size() + 1, new DefaultThreadFactory("probe", true));
        this.asked = new OneAtATime(threads);
        this.suspected = new OneAtATime(threads);
        this.doubted = new OneAtATime(threads);
    }

    /** Learns of all servers before the first request, then keeps watching. */
    void start(@Observes @Priority(1) StartupEvent event) {
        askAll();
        onEach(
                servers.all()
                        .filter(server -> !server.isProxied() && server.status().last() != null),
                server -> probeOf(server).warnOfTooManyConnections(deployment.instances()));
        // One that was asked an instant before it had the primary's last write is not late for that.
        onEach(servers.replicas().stream().filter(each -> each.status().state() == ServerState.LATE), this::probe);
        if (!config.probeInterval().isZero()) {
            probes.keySet().forEach(this::schedule);
        }
        StuckReads stuck =
                new StuckReads(servers, server -> soon(doubted, server, probe -> probe.confirm("no answer")));
        ScheduledFuture<?> unused = threads.scheduleWithFixedDelay(stuck::look, 25, 25, TimeUnit.MILLISECONDS);
        ScheduledFuture<?> unusedToo =
                threads.scheduleWithFixedDelay(new SlowReplicas(servers)::look, 1, 1, TimeUnit.SECONDS);
    }

    /** Has a new connection made soon: if that fails, the server is banned. */
    void reconnect(Server server, String why) {
        soon(suspected, server, probe -> probe.reconnect(why));
    }

    void recheck(Server server) {
        soon(suspected, server, Probe::recheck);
    }

    private void soon(OneAtATime kind, Server server, Consumer<Probe> work) {
        if (!threads.isShutdown()) {
            CompletableFuture<?> unused = kind.run(server, () -> work.accept(probeOf(server)));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        end();
    }

    /** A start that fails has no shutdown event. */
    @PreDestroy
    void end() {
        threads.shutdownNow();
        probes.values().forEach(Probe::close);
    }

    /** Closes all connections, and marks all knowledge as old: for an instance that is about to be copied. */
    public void forget() {
        servers.all().forEach(Server::dropAllConnections);
        probes.values().forEach(Probe::close);
        lastAsked = Instant.MIN;
        lastRound = Instant.MIN;
    }

    /** Asks the primary, and then all replicas: only what a replica has of an answer that there was before tells how old it is. */
    public void askAll() {
        lastRound = clock.instant();
        probe(servers.primary());
        onEach(servers.replicas().stream(), this::probe);
    }

    /**
     * The same for a read that waits: each server in use has as long as a probe may take. One that is being asked already is
     * not asked once more.
     */
    public void askThoseInUse() {
        lastRound = clock.instant();
        awaitAnswers(Stream.of(servers.primary()));
        awaitAnswers(servers.replicas().stream().filter(each -> each.status().isInUse()));
    }

    private void awaitAnswers(Stream<Server> some) {
        CompletableFuture<?>[] answers =
                some.map(server -> asked.run(server, () -> probe(server))).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(answers)
                .completeOnTimeout(null, config.probeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** When the last round began; long ago if there was none. */
    public Instant lastRound() {
        return lastRound;
    }

    /** When the primary was last asked: without that all knowledge of replicas is old. */
    public Instant lastAsked() {
        return lastAsked;
    }

    private void onEach(Stream<Server> some, Consumer<Server> work) {
        CompletableFuture<?>[] done = some.map(server -> CompletableFuture.runAsync(() -> work.accept(server), threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(done).join();
    }

    /** Asks a server unless it was asked since {@code then}. Returns whether it has answered since. */
    public boolean refresh(Server server, Instant then) {
        probeOf(server).runUnlessSince(then);
        ReplicationStatus last = server.status().last();
        return last != null && !last.at().isBefore(then);
    }

    private void probe(Server server) {
        if (server.role() == Role.PRIMARY) {
            lastAsked = clock.instant();
        }
        probeOf(server).run();
    }

    private Probe probeOf(Server server) {
        return Objects.requireNonNull(probes.get(server));
    }

    private void schedule(Server server) {
        long millis = config.probeInterval().toMillis(); // a tenth more or less, or many instances would ask at once
        long jittered = millis - millis / 10 + ThreadLocalRandom.current().nextLong(millis / 5 + 1);
        ScheduledFuture<?> unused = threads.schedule(
                () -> {
                    try {
                        probe(server);
                    } catch (RuntimeException e) {
                        log.errorf(e, "probe of %s", server);
                    }
                    if (!threads.isShutdown()) {
                        schedule(server);
                    }
                },
                jittered,
                TimeUnit.MILLISECONDS);
    }
}
