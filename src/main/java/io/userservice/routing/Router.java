package io.userservice.routing;

import io.userservice.consistency.ClientSession;
import io.userservice.consistency.ReadConsistency;
import io.userservice.consistency.ReplayWait;
import io.userservice.consistency.TokenCheck;
import io.userservice.problem.Problem;
import io.userservice.replication.ReplicationConfig;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.replication.WalPosition;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Facts in, one server out: asks {@link RouteDecision}, lets {@link ReplicaSelection} pick, and waits where it must.
 * Thread-safe.
 */
@Singleton
public class Router {

    private final Servers servers;
    private final Knowledge knowledge;
    private final TokenCheck tokens;
    private final ReplayWait replayWait;
    private final ReplicaSelection selection;
    private final Duration recovery;
    private final InstantSource clock;
    private final AtomicInteger turn = new AtomicInteger();

    Router(
            Servers servers,
            Knowledge knowledge,
            TokenCheck tokens,
            ReplayWait replayWait,
            RoutingConfig routing,
            ReplicationConfig replication,
            InstantSource clock) {
        this.servers = servers;
        this.knowledge = knowledge;
        this.tokens = tokens;
        this.replayWait = replayWait;
        this.selection = routing.selection();
        this.recovery = replication.recovery();
        this.clock = clock;
    }

    /**
     * The route of a read.
     *
     * @param replica the one that the read names; empty for any
     * @param attempts the replicas that the read has failed on
     * @throws IllegalArgumentException if there is no replica of that name
     * @throws Problem 400 if the client's token lies beyond all that was ever written; 503 if the replica that the read
     *     names is known not to answer
     */
    public Route read(String replica, ClientSession client, Attempts attempts) {
        if (!replica.isEmpty()) {
            Server named = servers.replica(replica);
            Instant now = clock.instant();
            // Once its ban has run out, this read finds out whether it answers: there may be no probes.
            if (named.status().isBanned(now)) {
                throw RoutingProblems.banned(named);
            }
            return route(RouteDecision.byName(candidate(named, now, false)));
        }
        knowledge.refreshIfOld();
        if (attempts.isFirst()) {
            tokens.check(client);
        }
        ReadConsistency wanted = client.wanted();
        RouteDecision decision = RouteDecision.of(wanted, servers.written(), candidates(), attempts);
        if (decision.reason() == Reason.TOO_STALE
                && attempts.isFirst()
                && !wanted.maxStaleness().isZero()) {
            // It may be only what is known that is too old.
            knowledge.refreshFor(wanted.maxStaleness());
            decision = RouteDecision.of(wanted, servers.written(), candidates(), attempts);
        }
        Route route = route(decision);
        // One that is several servers is waited for on the connection that reads.
        return decision.where() == RouteDecision.Where.REPLICA_ONCE_REACHED
                        && !route.server().isProxied()
                        && !isReached(route.server(), wanted)
                ? route(RouteDecision.notReached())
                : route;
    }

    /** The route of a read inside a transaction on the primary. */
    public Route inTransaction() {
        return route(RouteDecision.inTransaction());
    }

    /** The route of code that declares nothing. */
    public Route undeclared() {
        return route(RouteDecision.undeclared());
    }

    /** The route of a call that declares that it uses the primary. */
    public Route primary(Reason declared) {
        return new Route(servers.primary(), declared);
    }

    private boolean isReached(Server replica, ReadConsistency wanted) {
        WalPosition token = wanted.token();
        return token == null || replayWait.reached(replica, token);
    }

    private Route route(RouteDecision decision) {
        Server server = decision.where() == RouteDecision.Where.PRIMARY
                ? servers.primary()
                : servers.replica(pick(decision.among()).name());
        return new Route(server, decision.reason());
    }

    private List<Candidate> candidates() {
        Instant now = clock.instant();
        boolean anyInUse = isAnyReplicaInUse();
        List<Candidate> candidates = new ArrayList<>(servers.replicas().size());
        for (Server replica : servers.replicas()) {
            candidates.add(candidate(replica, now, anyInUse));
        }
        return candidates;
    }

    private boolean isAnyReplicaInUse() {
        for (Server replica : servers.replicas()) {
            if (replica.status().isInUse()) {
                return true;
            }
        }
        return false;
    }

    private Candidate candidate(Server server, Instant now, boolean othersInUse) {
        return Candidate.of(server, now, recovery, othersInUse);
    }

    /** Slow start: a replica that has just recovered gets a growing share, unless there is no other. */
    private Candidate pick(List<Candidate> among) {
        if (among.size() == 1) {
            return among.get(0);
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        List<Candidate> recovered = new ArrayList<>(among.size());
        for (Candidate replica : among) {
            if (replica.share() >= 1 || random.nextDouble() < replica.share()) {
                recovered.add(replica);
            }
        }
        return selection.pick(recovered.isEmpty() ? among : recovered, random, turn.getAndIncrement());
    }
}
