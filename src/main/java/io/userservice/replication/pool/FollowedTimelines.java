package io.userservice.replication.pool;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.jdbc.PgConnection;

/**
 * The timelines that standbys have followed. One whose primary has died forgets: without a receiver it tells the timeline of
 * its last restartpoint, which may be older. As long as a server runs it goes to no lower one. Thread-safe.
 */
@Singleton
public class FollowedTimelines {

    private static final int MANY = 1000;

    /** By the server's address and the time of its start. */
    private final Map<String, AtomicInteger> highest = new ConcurrentHashMap<>();

    /** The highest timeline that was seen of the server at the end of a connection, since it was started. One round trip. */
    public AtomicInteger of(Connection connection) throws SQLException {
        String address = connection
                .unwrap(PgConnection.class)
                .getQueryExecutor()
                .getHostSpec()
                .toString();
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("select pg_postmaster_start_time()")) {
            answer.next();
            String server = address + " " + answer.getString(1);
            if (highest.size() > MANY) {
                highest.clear(); // Each has connections that know theirs.
            }
            return highest.computeIfAbsent(server, first -> new AtomicInteger());
        }
    }
}
