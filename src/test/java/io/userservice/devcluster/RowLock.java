package io.userservice.devcluster;

import static io.userservice.Patience.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** Keeps a user locked on the primary until it is closed, so that writes of that user wait. */
public final class RowLock implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";

    private final PostgresServer primary;
    private final Connection holder;

    private RowLock(PostgresServer primary, Connection holder) {
        this.primary = primary;
        this.holder = holder;
    }

    /** Locks the user with this id. */
    public static RowLock of(PostgresServer primary, String id) throws SQLException {
        Connection holder = Superuser.connect(primary);
        holder.setAutoCommit(false);
        try (PreparedStatement lock = holder.prepareStatement("select 1 from users where id = ? for update")) {
            lock.setObject(1, UUID.fromString(id));
            if (!lock.executeQuery().next()) {
                throw new IllegalArgumentException("no user " + id);
            }
        }
        return new RowLock(primary, holder);
    }

    /** Returns when that many statements wait for locks. */
    public void awaitWaiting(int statements) {
        await().atMost(LIMIT).until(() -> Superuser.ask(primary, WAITING), Integer.toString(statements)::equals);
    }

    /** Lets those who wait go on. */
    public void release() throws SQLException {
        holder.rollback();
    }

    @Override
    public void close() throws SQLException {
        holder.close();
    }
}
