package io.userservice.replication.watch;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.userservice.datasource.ClusterProof;
import io.userservice.replication.Blame;
import io.userservice.replication.ConnectionHistory;
import io.userservice.replication.ReplicationConfig;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.replication.WalPosition;
import io.userservice.replication.discovery.ReplicaGone;
import io.userservice.replication.pool.ProbeConnection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets reads wait for replicas. One that waits costs its thread and nothing else: no connection of the pool, and no question
 * of its own. Thread-safe.
 */
@ApplicationScoped
public class ReplayWatches {

    private final Servers servers;
    private final ConnectionHistory history;
    private final ClusterProof proof;
    private final Blame blame;
    private final ReplicationConfig config;
    private final InstantSource clock;
    private final Map<Server, WaitingReads> watched = new ConcurrentHashMap<>();
    private final Map<Server, ExecutorService> threads = new ConcurrentHashMap<>();

    ReplayWatches(
            Servers servers,
            ConnectionHistory history,
            ClusterProof proof,
            Blame blame,
            ReplicationConfig config,
            InstantSource clock) {
        this.servers = servers;
        this.history = history;
        this.proof = proof;
        this.blame = blame;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Whether the replica reached the token in time. At least one question is asked for the read, even if it has no time;
     * if the replica does not answer that for as long as a probe may take, the answer is no. Not for a replica that is
     * several servers: what one connection leads to says nothing of another.
     */
    public boolean reached(Server replica, WalPosition token, Duration atMost) {
        if (replica.isLeaving()) {
            return false; // It may be gone by now, and nobody would end its watch.
        }
        WaitingReads reads = watched.computeIfAbsent(replica, this::watch);
        Instant now = clock.instant();
        WaitingReads.Waiting read = reads.add(token, now, now.plus(atMost));
        Duration answer = config.probeTimeout();
        Duration atLatest = atMost.compareTo(answer) > 0 ? atMost : answer;
        try {
            return read.reached().get(atLatest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            reads.remove(read);
        }
    }

    private WaitingReads watch(Server replica) {
        WaitingReads reads = new WaitingReads();
        ReplayWatch watch = new ReplayWatch(
                replica, reads, new ProbeConnection(replica, config), servers, history, proof, blame, clock);
        ExecutorService thread = Executors.newSingleThreadExecutor(new DefaultThreadFactory("watch-" + replica, true));
        threads.put(replica, thread);
        thread.execute(watch);
        return reads;
    }

    /** Ends the watch of a replica that is gone. */
    void end(@Observes ReplicaGone gone) {
        WaitingReads reads = watched.remove(gone.replica());
        ExecutorService thread = threads.remove(gone.replica());
        if (reads != null && thread != null) {
            reads.end();
            thread.shutdownNow();
        }
    }

    /** Ends all connections; those who wait are told that it was in vain. The next read that waits begins anew. */
    @PreDestroy
    public void close() {
        watched.values().forEach(WaitingReads::end);
        watched.clear();
        threads.values().forEach(ExecutorService::shutdownNow);
        threads.values().forEach(this::awaitEnd);
        threads.clear();
    }

    /** A question is out for no longer than that. */
    private void awaitEnd(ExecutorService thread) {
        try {
            boolean unused = thread.awaitTermination(2 * config.probeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
