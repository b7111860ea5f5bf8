package io.userservice.replication;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.runtime.AgroalDataSourceUtil;
import io.quarkus.runtime.Startup;
import io.userservice.datasource.ClusterProof;
import io.userservice.datasource.CutOffPool;
import io.userservice.datasource.EndedConnections;
import io.userservice.datasource.PrimaryConfig;
import io.userservice.datasource.ReplicaSlots;
import io.userservice.datasource.ReplicasConfig;
import io.userservice.replication.roster.Roster;
import io.userservice.replication.roster.StaticReplicas;
import io.userservice.start.Refusals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The primary, the replicas that there are, and what is known of them: those that configuration gives a URL, and those that
 * come and go while the service runs. Thread-safe.
 */
@ApplicationScoped
@Startup
public class Servers {

    private static final Logger log = Logger.getLogger(Servers.class);

    private final Server primary;
    private final AgroalDataSource writePool;
    private final WalHistory wal = new WalHistory();
    private final Limits limits;
    private final InstantSource clock;
    private final Event<ServerChange> changes;
    private volatile Roster roster;

    Servers(
            PrimaryConfig primaryConfig,
            ReplicationConfig replication,
            ReplicasConfig replicas,
            AgroalDataSource writePool,
            InstantSource clock,
            ClusterProof proof,
            Event<ServerChange> changes) {
        this.limits = Limits.of(replication);
        this.clock = clock;
        this.writePool = writePool;
        this.changes = changes;
        EndedConnections.watch(writePool);
        this.primary = AgroalDataSourceUtil.dataSourceIfActive(ReplicaSlots.PRIMARY_READS)
                .map(CutOffPool::new)
                .map(reads -> Server.primary(
                        reads, writePool, primaryConfig.proxied(), ServerStatus.unknown(clock.instant())))
                .orElseThrow();
        this.roster = StaticReplicas.of(replicas, proof, clock.instant());
    }

    void judge(@Observes Refusals refusals, ReplicationConfig replication, Config config) {
        ReplicaSlots.refusals(config.getPropertyNames()).forEach(refusals::add);
        Limits.refusal(replication).ifPresent(refusals::add);
    }

    /** The server that accepts writes. */
    public Server primary() {
        return primary;
    }

    /** Which replicas there are now. */
    public Roster roster() {
        return roster;
    }

    /** All replicas that there are now; empty when there is none. */
    public List<Server> replicas() {
        return roster.replicas();
    }

    /** A replica has come: it may be read from as soon as it has answered. */
    public synchronized void add(Server replica) {
        roster = roster.with(replica);
    }

    /** A replica goes: nobody finds it any more. */
    public synchronized void remove(Server replica) {
        roster = roster.without(replica);
    }

    public Stream<Server> all() {
        return Stream.concat(Stream.of(primary), replicas().stream());
    }

    /** The connections that write. */
    public AgroalDataSource writePool() {
        return writePool;
    }

    /** The furthest position that any primary is known to have flushed; null before the first probe. */
    public @Nullable WalPosition written() {
        return wal.newest();
    }

    /** Takes note of a position that the primary has flushed. On a new timeline a new primary took over. */
    public void wrote(WalPosition position) {
        wrote(position, null);
    }

    /** The same, said by the primary when it was asked at that time. */
    void wrote(WalPosition position, @Nullable Instant asked) {
        WalPosition before = wal.newest();
        wal.add(position, asked);
        if (before != null && position.timeline() > before.timeline()) {
            log.infof("primary-replaced timeline=%d was=%d", position.timeline(), before.timeline());
            // Those in use may lead to the new primary already: ConnectionHistory ends the others.
            primary.dropIdleConnections();
        }
    }

    /** A server said how far it is. */
    public void answered(Server server, ReplicationStatus status) {
        answered(server, status, false);
    }

    void answered(Server server, ReplicationStatus status, boolean suits) {
        if (!status.standby()) {
            wrote(status.position(), status.at());
        }
        Lag lag = server.role() == Role.REPLICA ? lag(status) : Lag.NONE;
        change(server, known -> known.answered(status, lag, server.role(), suits, limits));
    }

    /** How far behind a standby is that was just seen there; a primary is not. Aurora's readers know by themselves. */
    public Lag lag(ReplicationStatus status) {
        return status.standby() ? status.lag(wal.lag(status.position())) : Lag.NONE;
    }

    /** A replica is of another cluster: whatever it answers, nothing is read from it. */
    void foreign(Server replica) {
        change(replica, known -> known.foreign(clock.instant()));
    }

    /** A server did not answer a probe. */
    void failed(Server server, String why) {
        change(server, known -> known.failed(clock.instant(), why, limits));
    }

    /** The server could not be reached. */
    void unreachable(Server server, String why) {
        change(server, known -> known.unreachable(clock.instant(), why, limits));
    }

    /** The server refused a connection for want of room. */
    void full(Server server, String why) {
        server.refusedOne();
        change(server, known -> known.full(clock.instant(), why, limits));
    }

    /** The server fails reads that another one answers. */
    void failing(Server server, String why) {
        change(server, known -> known.failing(clock.instant(), why, limits));
    }

    /** The server cannot answer what this service asks. */
    void unsuitable(Server server, String why) {
        change(server, known -> known.unsuitable(clock.instant(), why));
    }

    /** The reads of a replica take much longer than those of the others, or do no more if there is no reason. */
    public void slow(Server replica, @Nullable String why) {
        Instant now = clock.instant();
        change(replica, known -> why == null ? known.wellAgain(now) : known.slow(now, why));
    }

    private void change(Server server, UnaryOperator<ServerStatus> change) {
        ServerChange changed = server.change(change);
        if (changed.isOne()) {
            log.log(changed.level(), changed.line());
            changes.fire(changed);
            if (changed.after().state() == ServerState.BANNED || changed.after().state() == ServerState.FOREIGN) {
                dropConnections(server);
            }
        }
    }

    /** A read that waits for a sick server is cut off, to go elsewhere. A write is not: nobody could say what became of it. */
    private void dropConnections(Server server) {
        server.cutOffReads();
        if (server.role() == Role.PRIMARY) {
            server.dropIdleConnections();
        }
    }
}
