package io.userservice.replication;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.agroal.runtime.AgroalDataSourceUtil;
import io.quarkus.runtime.Startup;
import io.userservice.datasource.PrimaryConfig;
import io.userservice.datasource.ReplicaSlots;
import io.userservice.datasource.ReplicasConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The servers that configuration names, the primary and the replicas that have a URL, and what is known of them. Which
 * servers there are is fixed at start. Thread-safe.
 */
@ApplicationScoped
@Startup
public class Servers {

    private static final Logger log = Logger.getLogger(Servers.class);

    private final Server primary;
    private final List<Server> replicas;
    private final AgroalDataSource writePool;
    private final WalHistory wal = new WalHistory();
    private final ServerStatus.Limits limits;
    private final InstantSource clock;

    Servers(
            Config config,
            PrimaryConfig primaryConfig,
            ReplicationConfig replication,
            ReplicasConfig replicas,
            AgroalDataSource writePool,
            InstantSource clock) {
        ReplicaSlots.refuseOthers(config.getPropertyNames());
        this.limits = ServerStatus.Limits.of(replication);
        this.clock = clock;
        this.writePool = writePool;
        this.primary = server(ReplicaSlots.PRIMARY_READS, Server.PRIMARY, Role.PRIMARY, primaryConfig.proxied())
                .orElseThrow();
        this.replicas = ReplicaSlots.NAMES.stream()
                .flatMap(slot ->
                        server(slot, slot, Role.REPLICA, replicas.of(slot).proxied()).stream())
                .toList();
    }

    /** The server that accepts writes. */
    public Server primary() {
        return primary;
    }

    /** The configured replicas in the order of their slots; empty when there is none. */
    public List<Server> replicas() {
        return replicas;
    }

    /** The replica of that name, or {@link IllegalArgumentException} that says which there are. */
    public Server replica(String name) {
        for (Server replica : replicas) {
            if (replica.name().equals(name)) {
                return replica;
            }
        }
        throw new IllegalArgumentException("@ReadReplica(\"" + name + "\"): no such replica is configured. Set"
                + " quarkus.datasource.\"" + name + "\".jdbc.url, or name one of: "
                + replicas.stream().map(Server::name).collect(Collectors.joining(", ")));
    }

    /** The primary and the replicas. */
    public Stream<Server> all() {
        return Stream.concat(Stream.of(primary), replicas.stream());
    }

    /** The connections that write. */
    public AgroalDataSource writePool() {
        return writePool;
    }

    /** How many connections this instance may open to the server: those of its pools, and one for probes. */
    int connections(Server server) {
        Stream<AgroalDataSource> pools =
                server.role() == Role.PRIMARY ? Stream.of(writePool, server.readPool()) : Stream.of(server.readPool());
        return 1
                + pools.mapToInt(pool -> pool.getConfiguration()
                                .connectionPoolConfiguration()
                                .maxSize())
                        .sum();
    }

    /** The furthest position that any primary is known to have flushed; null before the first probe. */
    public @Nullable WalPosition written() {
        return wal.newest();
    }

    /** Takes note of a position that the primary has flushed. A new timeline means that a new primary took over. */
    public void wrote(WalPosition position) {
        WalPosition before = wal.newest();
        wal.add(position, clock.instant());
        if (before != null && position.timeline() > before.timeline()) {
            log.infof("primary-replaced timeline=%d was=%d", position.timeline(), before.timeline());
            dropPrimaryConnections();
        }
    }

    /** Closes all connections to the primary, those in use too: it was demoted, replaced or is dead. */
    void dropPrimaryConnections() {
        writePool.flush(FlushMode.ALL);
        primary.readPool().flush(FlushMode.ALL);
    }

    /** Closes all connections to all servers. */
    void dropAllConnections() {
        dropPrimaryConnections();
        replicas.forEach(replica -> replica.readPool().flush(FlushMode.ALL));
    }

    /**
     * Closes the idle connections to the server: after a restart, however short, none of them works, and some may lead to a
     * server that was replaced. A connection in use is left to its user.
     */
    public void dropIdleConnections(Server server) {
        server.readPool().flush(FlushMode.IDLE);
        if (server.role() == Role.PRIMARY) {
            writePool.flush(FlushMode.IDLE);
        }
    }

    /** A server answered a probe. */
    public void answered(Server server, ReplicationStatus status) {
        if (!status.standby()) {
            wrote(status.position());
        }
        Lag lag = server.role() == Role.REPLICA ? lag(status) : Lag.NONE;
        change(server, known -> known.answered(status, lag, server.role(), limits));
    }

    /** How far behind a standby is that was just seen there; a primary is not. */
    public Lag lag(ReplicationStatus status) {
        if (!status.standby()) {
            return Lag.NONE;
        }
        Lag seen = wal.lag(status.position().lsn(), clock.instant());
        return status.reportedLag() == null ? seen : new Lag(status.reportedLag(), seen.bytes());
    }

    /** A server did not answer a probe. */
    public void failed(Server server) {
        change(server, known -> known.failed(clock.instant(), limits));
    }

    /** A request could not reach the server. */
    public void unreachable(Server server) {
        change(server, known -> known.unreachable(clock.instant(), limits));
    }

    private void change(Server server, UnaryOperator<ServerStatus> change) {
        ServerStatus before = server.change(change);
        ServerStatus after = server.status();
        if (before.state() == after.state()) {
            return;
        }
        log.infof(
                "server-%s server=%s was=%s lag=%s lag-bytes=%d",
                after.state(),
                server,
                before.state(),
                after.lag().time(),
                after.lag().bytes());
        if (after.state() == ServerState.BANNED) {
            dropConnections(server);
        }
    }

    /**
     * A read that waits for a sick replica is cut off, so that it can go elsewhere. A write that waits for the primary is
     * not: nobody could say what became of it.
     */
    private void dropConnections(Server server) {
        if (server.role() == Role.REPLICA) {
            server.readPool().flush(FlushMode.ALL);
        } else {
            dropIdleConnections(server);
        }
    }

    private Optional<Server> server(String datasource, String name, Role role, boolean proxied) {
        return AgroalDataSourceUtil.dataSourceIfActive(datasource)
                .map(pool -> new Server(name, role, pool, proxied, ServerStatus.unknown(clock.instant())));
    }
}
