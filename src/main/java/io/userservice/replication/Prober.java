package io.userservice.replication;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.userservice.datasource.ClusterProof;
import io.userservice.replication.pool.ProbeConnection;
import io.userservice.replication.watch.OneAtATime;
import io.userservice.replication.watch.ProbeThreads;
import io.userservice.replication.watch.SlowReplicas;
import io.userservice.replication.watch.StuckReads;
import io.userservice.start.StartOrder;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Probes every server off the request path: one that hangs delays neither requests nor other probes. Thread-safe. */
@ApplicationScoped
public class Prober {

    private final Servers servers;
    private final ReplicationConfig config;
    private final InstantSource clock;
    private final ConnectionHistory history;
    private final ExpectedSchema schema;
    private final ClusterProof proof;
    private final Map<Server, Probe> probes = new ConcurrentHashMap<>();
    private final ProbeThreads threads = new ProbeThreads();
    private final OneAtATime asked = threads.newKind();
    private final OneAtATime suspected = threads.newKind();
    private final OneAtATime doubted = threads.newKind();
    private volatile Instant lastAsked = Instant.MIN;
    private volatile Instant lastRound = Instant.MIN;

    Prober(
            Servers servers,
            ReplicationConfig config,
            InstantSource clock,
            ConnectionHistory history,
            ExpectedSchema schema,
            ClusterProof proof) {
        this.servers = servers;
        this.config = config;
        this.clock = clock;
        this.history = history;
        this.schema = schema;
        this.proof = proof;
        servers.all().forEach(this::addProbe);
    }

    private void addProbe(Server server) {
        probes.put(server, new Probe(server, servers, history, schema, proof, config, clock));
        threads.allowFor(probes.size());
    }

    /** A replica has come: asks it, and from now on like the others. */
    public void add(Server replica) {
        addProbe(replica);
        threads.onEach(Stream.of(replica), this::probe);
        schedule(replica);
    }

    /** A replica is gone. */
    public void remove(Server replica) {
        Probe probe = probes.remove(replica);
        if (probe != null) {
            probe.close();
        }
        threads.allowFor(probes.size());
        Stream.of(asked, suspected, doubted).forEach(kind -> kind.forget(replica));
    }

    /** Learns of all servers before the first request, then keeps watching. */
    void start(@Observes @Priority(StartOrder.ASK) StartupEvent event) {
        askAll();
        // One that was asked an instant before it had the primary's last write is not late for that.
        threads.onEach(
                servers.replicas().stream().filter(each -> each.status().state() == ServerState.LATE), this::probe);
        probes.keySet().forEach(this::schedule);
        StuckReads stuck =
                new StuckReads(servers, server -> soon(doubted, server, probe -> probe.confirm("no answer")));
        threads.repeat(Duration.ofMillis(25), stuck::look);
        threads.repeat(Duration.ofSeconds(1), new SlowReplicas(servers)::look);
    }

    /** What each server answers to a question beside the probes', of those that have answered one; all are asked at the same time. */
    public <T> Map<Server, T> askOnce(ProbeConnection.Question<T> question) {
        Map<Server, T> answers = new ConcurrentHashMap<>();
        Stream<Server> there = servers.all().filter(server -> server.status().last() != null);
        threads.onEach(
                there, server -> on(server, probe -> probe.answer(question).ifPresent(a -> answers.put(server, a))));
        return answers;
    }

    /** Has a new connection made soon: if that fails, the server is banned. */
    void reconnect(Server server, String why) {
        soon(suspected, server, probe -> probe.reconnect(why));
    }

    void recheck(Server server) {
        soon(suspected, server, Probe::recheck);
    }

    private void soon(OneAtATime kind, Server server, Consumer<Probe> work) {
        if (!threads.isEnded()) {
            CompletableFuture<?> unused = kind.run(server, () -> on(server, work));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        end();
    }

    /** A start that fails has no shutdown event. */
    @PreDestroy
    void end() {
        threads.end();
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
        threads.onEach(servers.replicas().stream(), this::probe);
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

    /** Asks a server unless it was asked since {@code then}. Returns whether it has answered since. */
    public boolean refresh(Server server, Instant then) {
        on(server, probe -> probe.runUnlessSince(then));
        ReplicationStatus last = server.status().last();
        return last != null && !last.at().isBefore(then);
    }

    private void probe(Server server) {
        if (server.role() == Role.PRIMARY) {
            lastAsked = clock.instant();
        }
        on(server, Probe::run);
    }

    /** One that is gone is not asked. */
    private void on(Server server, Consumer<Probe> work) {
        Probe probe = probes.get(server);
        if (probe != null) {
            work.accept(probe);
        }
    }

    private void schedule(Server server) {
        if (!config.probeInterval().isZero()) {
            threads.repeatJittered(config.probeInterval(), () -> probes.containsKey(server), () -> probe(server));
        }
    }
}
