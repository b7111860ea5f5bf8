package io.userservice.replication;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.userservice.datasource.CutOffPool;
import io.userservice.replication.roster.Placement;
import io.userservice.replication.watch.ReadTimes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

/** One configured PostgreSQL server: the pools that lead to it, and what is known of it. Thread-safe. */
public final class Server {

    /** The name of the primary; a replica has the name of its datasource. */
    public static final String PRIMARY = "primary";

    private final String name;
    private final Role role;
    private final List<AgroalDataSource> pools;
    private final CutOffPool reads;
    private final boolean proxied;
    private final Placement placement;
    private final String address;
    private final ReadTimes times = new ReadTimes();
    private volatile int room = Integer.MAX_VALUE;

    private volatile ServerStatus status;
    private volatile boolean drained;
    private volatile boolean leaving;

    private Server(
            String name,
            Role role,
            CutOffPool reads,
            List<AgroalDataSource> pools,
            boolean proxied,
            Placement placement,
            ServerStatus status) {
        this.name = name;
        this.role = role;
        this.reads = reads;
        this.pools = pools;
        this.proxied = proxied;
        this.placement = placement;
        this.status = status;
        this.address = addressIn(readPool()
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration()
                .jdbcUrl());
    }

    static Server primary(CutOffPool reads, AgroalDataSource writes, boolean proxied, ServerStatus status) {
        List<AgroalDataSource> pools = List.of(reads.pool(), writes);
        return new Server(PRIMARY, Role.PRIMARY, reads, pools, proxied, Placement.USUAL, status);
    }

    /** A replica of which that is known so far. */
    public static Server replica(
            String name, CutOffPool reads, boolean proxied, Placement placement, ServerStatus status) {
        return new Server(name, Role.REPLICA, reads, List.of(reads.pool()), proxied, placement, status);
    }

    /** Of {@code jdbc:postgresql://10.0.0.7:5432/users?password=…} no more than the hosts. */
    private static String addressIn(String url) {
        return url.replaceFirst("^.*?//", "").replaceFirst("[/?].*", "");
    }

    /** {@code primary}, {@code replica-1} … {@code replica-8}, or {@code replica-} and the address of a discovered one. */
    public String name() {
        return name;
    }

    /** Host and port as its URL has them; several with commas. */
    public String address() {
        return address;
    }

    /** What it is configured to be; {@link #status} tells what it is. */
    public Role role() {
        return role;
    }

    /** Where it is and whom it serves; of no meaning for the primary. */
    public Placement placement() {
        return placement;
    }

    /** Whether it gets no new reads, because an operator wants it so or because it is about to go. */
    public boolean isDrained() {
        return drained || leaving;
    }

    /** Stops new reads there, or lets them in again. Those that run end as they would. */
    public void drain(boolean on) {
        drained = on;
    }

    /** Whether it is about to go. */
    public boolean isLeaving() {
        return leaving;
    }

    /** It is about to go, and gets no new reads; or stays after all. */
    public void leave(boolean on) {
        leaving = on;
    }

    /** Whether it gets reads: it does what it is configured for, as far as is known, and is not drained. */
    public boolean isInUse() {
        return !isDrained() && status.isInUse();
    }

    /** Connections on which the server itself refuses writes ({@code default_transaction_read_only}). */
    public AgroalDataSource readPool() {
        return reads.pool();
    }

    /** How many connections this instance may open to it: its pools', one for probes, and one to wait for a replica. */
    public int maxConnections() {
        return (role == Role.REPLICA && !proxied ? 2 : 1)
                + pools.stream()
                        .mapToInt(pool -> pool.getConfiguration()
                                .connectionPoolConfiguration()
                                .maxSize())
                        .sum();
    }

    /** Closes the idle connections to it: after a restart none works, and some may lead to a server that was replaced. */
    public void dropIdleConnections() {
        pools.forEach(pool -> pool.flush(FlushMode.IDLE));
    }

    /** Closes the connections to it, those in use too. */
    void dropAllConnections() {
        pools.forEach(pool -> pool.flush(FlushMode.ALL));
    }

    /** One of these, or SQLSTATE 08001 if reads are cut off meanwhile. */
    public Connection readConnection() throws SQLException {
        return reads.connection();
    }

    /** Ends the reads that run there, and those that wait for a connection. */
    public void cutOffReads() {
        reads.cutOff();
    }

    /**
     * Whether something in front may choose another server for each transaction: RDS Proxy, or a load balancer. Then a read
     * has to be one transaction, on one connection, and what was learned in one is not true of the next.
     */
    public boolean isProxied() {
        return proxied;
    }

    /** Whether it was found to be Aurora, which has positions of its own. */
    public boolean isAurora() {
        ReplicationStatus last = status.last();
        return last != null && last.aurora();
    }

    public ServerStatus status() {
        return status;
    }

    /** Replaces what is known. */
    synchronized ServerChange change(UnaryOperator<ServerStatus> change) {
        ServerStatus before = status;
        status = change.apply(before);
        return new ServerChange(name, address, before, status);
    }

    /** How many reads this instance of the service is running on the server now. */
    public int busy() {
        return times.busy();
    }

    /** Whether it takes one more read: a full server as many as it has been found to have connections for. */
    public boolean hasRoom() {
        return status.state() != ServerState.FULL || times.busy() < room;
    }

    /** The server refused a connection to one of the reads that are running: there is room for the others. */
    synchronized void refusedOne() {
        room = Math.min(status.state() == ServerState.FULL ? room : Integer.MAX_VALUE, Math.max(0, times.busy() - 1));
    }

    /** How long its reads take, and how many run. */
    public ReadTimes times() {
        return times;
    }

    @Override
    public String toString() {
        return name;
    }
}
