package io.userservice.replication;

import io.agroal.api.AgroalDataSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** One configured PostgreSQL server: the pool that reads from it, and what is known of it. Thread-safe. */
public final class Server {

    /** The name of the primary; a replica has the name of its datasource. */
    public static final String PRIMARY = "primary";

    private final String name;
    private final Role role;
    private final AgroalDataSource readPool;
    private final boolean proxied;
    private final AtomicInteger busy = new AtomicInteger();
    private volatile ServerStatus status;

    Server(String name, Role role, AgroalDataSource readPool, boolean proxied, ServerStatus status) {
        this.name = name;
        this.role = role;
        this.readPool = readPool;
        this.proxied = proxied;
        this.status = status;
    }

    /** {@code primary} or {@code replica-1} … {@code replica-8}. */
    public String name() {
        return name;
    }

    /** What it is configured to be; {@link #status} tells what it is. */
    public Role role() {
        return role;
    }

    /** Connections on which the server itself refuses writes ({@code default_transaction_read_only}). */
    public AgroalDataSource readPool() {
        return readPool;
    }

    /**
     * Whether something between here and the server may choose another one for each transaction: RDS Proxy, or a load
     * balancer in front of several replicas. Then a read has to be one transaction, on one connection, and what was
     * learned in one transaction is not true of the next.
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

    /** Replaces what is known, and returns what was known before. */
    synchronized ServerStatus change(UnaryOperator<ServerStatus> change) {
        ServerStatus before = status;
        status = change.apply(before);
        return before;
    }

    /** How many reads this instance of the service is running on the server now. */
    public int busy() {
        return busy.get();
    }

    /** Counts a read in; {@link #readEnded} must follow. */
    public void readStarted() {
        busy.incrementAndGet();
    }

    /** Counts a read out. */
    public void readEnded() {
        busy.decrementAndGet();
    }

    @Override
    public String toString() {
        return name;
    }
}
