package io.userservice.replication;

import io.agroal.api.AgroalDataSource;
import java.util.concurrent.atomic.AtomicInteger;

/** One configured PostgreSQL server, and the pool that reads from it. Thread-safe. */
public final class Server {

    /** The name of the primary; a replica has the name of its datasource. */
    public static final String PRIMARY = "primary";

    private final String name;
    private final AgroalDataSource readPool;
    private final AtomicInteger busy = new AtomicInteger();

    /** A server by the name of its datasource; {@code readPool} must not be able to write. */
    public Server(String name, AgroalDataSource readPool) {
        this.name = name;
        this.readPool = readPool;
    }

    /** {@code primary} or {@code replica-1} … {@code replica-8}. */
    public String name() {
        return name;
    }

    /** Connections that the server itself holds to reading ({@code default_transaction_read_only}). */
    public AgroalDataSource readPool() {
        return readPool;
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
