package io.userservice.routing;

import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.userservice.replication.Prober;
import io.userservice.replication.ReplicationConfig;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.replication.WalPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Chooses the route of a read: asks {@link Decision}, lets {@link Selection} pick, and waits where it must. Thread-safe. */
@ApplicationScoped
class Router {

    private final Servers servers;
    private final Prober prober;
    private final TokenWait tokenWait;
    private final RouteMetrics metrics;
    private final Selection selection;
    private final Duration recovery;
    private final InstantSource clock;
    private final AtomicInteger turn = new AtomicInteger();

    Router(
            Servers servers,
            Prober prober,
            TokenWait tokenWait,
            RouteMetrics metrics,
            RoutingConfig routing,
            ReplicationConfig replication,
            InstantSource clock) {
        this.servers = servers;
        this.prober = prober;
        this.tokenWait = tokenWait;
        this.metrics = metrics;
        this.selection = routing.selection();
        this.recovery = replication.recovery();
        this.clock = clock;
    }

    /**
     * The route of a read.
     *
     * @param tried the replicas that this read has failed on
     * @param behind whether it failed on the last one because that had not reached what the client asks for
     * @throws Problem 400 if the client's token lies beyond all that was ever written
     */
    Route read(Freshness asked, List<String> tried, boolean behind) {
        prober.refreshIfOld();
        Freshness wanted = believable(asked);
        boolean anyInUse =
                servers.replicas().stream().anyMatch(server -> server.standing().isInUse());
        List<Candidate> replicas = servers.replicas().stream()
                .map(server -> Candidate.of(server, clock.instant(), recovery, anyInUse))
                .toList();
        Decision decision = Decision.of(wanted, servers.written(), replicas, tried);
        if (decision.where() == Decision.Where.PRIMARY) {
            return primary(behind && decision.reason() == Reason.FAILOVER ? notReached(wanted) : decision.reason());
        }
        Server picked = replica(pick(decision.among()).name()).server();
        WalPosition token = wanted.token();
        // One that is several servers is waited for on the connection that reads.
        if (decision.where() == Decision.Where.REPLICA_ONCE_REACHED
                && !picked.isProxied()
                && (token == null || !tokenWait.reached(picked, token))) {
            return primary(Reason.TOKEN_NOT_REACHED);
        }
        return new Route(picked, decision.reason());
    }

    /** The one replica of that name, or {@link IllegalArgumentException}. */
    Route replica(String name) {
        return servers.replicas().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .map(server -> new Route(server, Reason.BY_NAME))
                .orElseThrow(() -> new IllegalArgumentException("@ReadReplica(\"" + name
                        + "\"): no such replica is configured. Set quarkus.datasource.\"" + name
                        + "\".jdbc.url, or name one of: "
                        + servers.replicas().stream().map(Server::name).collect(Collectors.joining(", "))));
    }

    private static Reason notReached(Freshness wanted) {
        return wanted.level() == Freshness.Level.BOUNDED ? Reason.TOO_STALE : Reason.TOKEN_NOT_REACHED;
    }

    Route primary(Reason reason) {
        return new Route(servers.primary(), reason);
    }

    /** A replica that has just returned is passed over more often than not, unless there is no other. */
    private Candidate pick(List<Candidate> among) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        List<Candidate> recovered = among.stream()
                .filter(replica -> replica.share() >= 1 || random.nextDouble() < replica.share())
                .toList();
        return selection.pick(recovered.isEmpty() ? among : recovered, random, turn.getAndIncrement());
    }

    /** A token that nobody can have been given would send every read that carries it to the primary. */
    private Freshness believable(Freshness asked) {
        WalPosition token = asked.token();
        Instant now = clock.instant();
        // A primary that is down cannot be asked, and to try it with every read would cost every read a timeout.
        if (token == null
                || !isBeyondWritten(token)
                || servers.primary().standing().isBanned(now)) {
            return asked;
        }
        if (prober.refresh(servers.primary(), now) && isBeyondWritten(token)) {
            metrics.tokenRejected("beyond-written");
            if (ClientView.current().map(ClientView::dropToken).orElse(false)) {
                return new Freshness(asked.level(), null, asked.maxStaleness());
            }
            throw new Problem(
                    ProblemType.CONSISTENCY_TOKEN,
                    "The Consistency-Token lies beyond all that was ever written; send the latest one that you were given");
        }
        return asked;
    }

    private boolean isBeyondWritten(WalPosition token) {
        WalPosition written = servers.written();
        return written == null || token.isAfter(written);
    }
}
