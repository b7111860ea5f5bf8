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
    private volatile Standing standing;

    Server(String name, Role role, AgroalDataSource readPool, boolean proxied, Standing standing) {
        this.name = name;
        this.role = role;
        this.readPool = readPool;
        this.proxied = proxied;
        this.standing = standing;
    }

    /** {@code primary} or {@code replica-1} … {@code replica-8}. */
    public String name() {
        return name;
    }

    /** What it is configured to be; {@link #standing} tells what it is. */
    public Role role() {
        return role;
    }

    /** Connections that the server itself holds to reading ({@code default_transaction_read_only}). */
    public AgroalDataSource readPool() {
        return readPool;
    }

    /**
     * Whether something in between may change servers with each transaction: a read has to be one, on one connection. Of
     * a replica, whether this is several servers: what is seen in one transaction is not true of the next.
     */
    public boolean isProxied() {
        return proxied;
    }

    public Standing standing() {
        return standing;
    }

    /** Replaces what is known, and returns what was known before. */
    synchronized Standing change(UnaryOperator<Standing> change) {
        Standing before = standing;
        standing = change.apply(before);
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
