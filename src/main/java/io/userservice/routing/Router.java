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
import io.userservice.replication.roster.Roster;
import io.userservice.replication.roster.ZoneConfig;
import io.userservice.setting.GroupName;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    private final Optional<String> zone;
    private final ReadOnlySwitch readOnly;
    private final InstantSource clock;
    private final AtomicInteger turn = new AtomicInteger();

    Router(
            Servers servers,
            Knowledge knowledge,
            TokenCheck tokens,
            ReplayWait replayWait,
            RoutingConfig routing,
            ReplicationConfig replication,
            ZoneConfig zone,
            ReadOnlySwitch readOnly,
            InstantSource clock) {
        this.servers = servers;
        this.knowledge = knowledge;
        this.tokens = tokens;
        this.replayWait = replayWait;
        this.selection = routing.selection();
        this.recovery = replication.recovery();
        this.zone = zone.zone();
        this.readOnly = readOnly;
        this.clock = clock;
    }

    /**
     * The route of a read.
     *
     * @param target the replica or the group of replicas that the read names; empty for any
     * @param attempts the replicas that the read has failed on
     * @throws IllegalArgumentException if there is no replica of that name
     * @throws Problem 400 if the client's token lies beyond all that was ever written; 503 if the replica that the read
     *     names is known not to answer, or is drained, or if no replica of its group can answer
     */
    public Route read(String target, ClientSession client, Attempts attempts) {
        boolean group = !target.isEmpty() && GroupName.isOne(target); // most name nothing
        if (!target.isEmpty() && !group) {
            return byName(servers.roster().replica(target));
        }
        knowledge.refreshIfOld();
        if (attempts.isFirst()) {
            tokens.check(client);
        }
        ReadConsistency wanted = client.wanted();
        Roster roster = servers.roster();
        RouteDecision decision = decide(wanted, roster.serving(target), attempts);
        if (decision.reason() == Reason.TOO_STALE
                && attempts.isFirst()
                && !wanted.maxStaleness().isZero()) {
            // It may be only what is known that is too old.
            knowledge.refreshFor(wanted.maxStaleness());
            decision = decide(wanted, roster.serving(target), attempts);
        }
        Route route = route(decision, roster);
        // One that is several servers is waited for on the connection that reads.
        if (decision.where() == RouteDecision.Where.REPLICA_ONCE_REACHED
                && !route.server().isProxied()
                && !isReached(route.server(), wanted)) {
            route = route(RouteDecision.notReached(), roster);
        }
        if (group && route.reason().isFallback()) {
            throw RoutingProblems.noneOf(target, route.reason());
        }
        return route;
    }

    /** What would be decided now for such a read that names nothing. It asks no server, and changes nothing. */
    public RouteDecision preview(ReadConsistency wanted) {
        return decide(wanted, servers.roster().serving(""), Attempts.NONE);
    }

    private RouteDecision decide(ReadConsistency wanted, List<Server> replicas, Attempts attempts) {
        return RouteDecision.of(wanted, servers.written(), candidates(replicas), attempts);
    }

    private Route byName(Server named) {
        Instant now = clock.instant();
        // Once its ban has run out, this read finds out whether it answers: there may be no probes.
        if (named.isDrained() || named.status().isBanned(now)) {
            throw RoutingProblems.notNow(named);
        }
        return new Route(
                named, RouteDecision.byName(candidate(named, now, false)).reason());
    }

    /** The route of a read inside a transaction on the primary. */
    public Route inTransaction() {
        return primary(RouteDecision.inTransaction().reason());
    }

    /** The route of code that declares nothing. */
    public Route undeclared() {
        return primary(RouteDecision.undeclared().reason());
    }

    /**
     * The route of a call that uses the primary.
     *
     * @param reason that it declares, or another
     * @throws Problem 503 for a write, while the service is read-only
     */
    public Route primary(Reason reason) {
        if (reason == Reason.WRITE && readOnly.isOn()) {
            throw RoutingProblems.readOnly();
        }
        return new Route(servers.primary(), reason);
    }

    private boolean isReached(Server replica, ReadConsistency wanted) {
        WalPosition token = wanted.token();
        return token == null || replayWait.reached(replica, token);
    }

    private Route route(RouteDecision decision, Roster roster) {
        if (decision.where() == RouteDecision.Where.PRIMARY) {
            return primary(decision.reason());
        }
        Candidate picked = pick(decision.among());
        return new Route(Objects.requireNonNull(roster.named(picked.name())), decision.reason(picked));
    }

    private List<Candidate> candidates(List<Server> replicas) {
        Instant now = clock.instant();
        boolean anyInUse = isAnyInUse(replicas);
        List<Candidate> candidates = new ArrayList<>(replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            candidates.add(candidate(replicas.get(i), now, anyInUse));
        }
        return candidates;
    }

    private static boolean isAnyInUse(List<Server> replicas) {
        for (int i = 0; i < replicas.size(); i++) {
            if (replicas.get(i).isInUse()) {
                return true;
            }
        }
        return false;
    }

    private Candidate candidate(Server server, Instant now, boolean othersInUse) {
        return Candidate.of(server, now, recovery, othersInUse, zone);
    }

    /** Slow start: a replica that has just recovered gets a growing share, unless there is no other. */
    private Candidate pick(List<Candidate> good) {
        if (good.size() == 1) {
            return good.get(0);
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        List<Candidate> among = NearReplicas.among(good, random);
        List<Candidate> recovered = new ArrayList<>(among.size());
        for (Candidate replica : among) {
            if (replica.share() >= 1 || random.nextDouble() < replica.share()) {
                recovered.add(replica);
            }
        }
        return selection.pick(recovered.isEmpty() ? among : recovered, random, turn.getAndIncrement());
    }
}
