package io.userservice.replication.watch;

import io.userservice.replication.SqlFailure;
import io.userservice.replication.WalPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The question to a standby that costs least: may it have replayed that far? What it costs a server to tell its timeline too
 * is asked only then. Of one connection; for one thread at a time.
 */
final class ReplayQuestion {

    /** {@code WAIT FOR LSN} came with PostgreSQL 19. It knows no timeline, but nor does the other question. */
    private static final int WAITS_SINCE = 19;

    private final Connection connection;

    /** Whether the server waits by itself, and answers when it is that far. */
    private boolean waits;

    private @Nullable PreparedStatement replayed;

    /** Finds out, at no round trip, whether the server at the end of the connection can wait. */
    ReplayQuestion(Connection connection) throws SQLException {
        this.connection = connection;
        this.waits = connection.getMetaData().getDatabaseMajorVersion() >= WAITS_SINCE;
    }

    /** Whether the server answers late rather than no, so that nobody has to pause before the next question. */
    boolean waits() {
        return waits;
    }

    /**
     * Whether the server may have replayed that far; also if it is no standby, and cannot say.
     *
     * @param millis how long a server that can wait may do so
     */
    boolean mayHave(WalPosition position, int millis) throws SQLException {
        if (waits) {
            try {
                return waited(position, millis);
            } catch (SQLException e) {
                if (SqlFailure.of(e) == SqlFailure.DISCONNECTED || SqlFailure.of(e) == SqlFailure.UNREACHABLE) {
                    throw e;
                }
                waits = false; // Not this server then, for all that its version says.
            }
        }
        if (replayed == null) {
            replayed = connection.prepareStatement("select pg_last_wal_replay_lsn() - '0/0' >= ?");
        }
        replayed.setLong(1, position.lsn());
        try (ResultSet answer = replayed.executeQuery()) {
            answer.next();
            return answer.getBoolean(1) || answer.wasNull();
        }
    }

    private boolean waited(WalPosition position, int millis) throws SQLException {
        String text = "WAIT FOR LSN '" + position.lsnText() + "' WITH (TIMEOUT '" + millis + "ms', NO_THROW)";
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(text)) {
            return answer.next() && !"timeout".equals(answer.getString(1));
        }
    }
}
