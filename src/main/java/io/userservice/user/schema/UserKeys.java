package io.userservice.user.schema;

import io.userservice.user.UserRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jboss.logging.Logger;

/**
 * After the migrations: gives the users their keys who have none of the service's own, and makes the indexes on them. All
 * users the first time; later those that a version from before V4 wrote in the meantime, found by an index. Each step can
 * be broken off, and goes on at the next start. That is why this is no migration, which Flyway would call failed for ever.
 */
public class UserKeys implements Callback {

    private static final Logger log = Logger.getLogger(UserKeys.class);

    /** For one instance at a time; any number that nobody else locks. */
    private static final long LOCK = 0x75736572_6b657973L;

    private static final int BATCH = 1000;

    private static final String UNKEYED = """
            select id, version, email, name from users
            where keyed_at is distinct from updated_at and id > ? order by id limit\s""" + BATCH;

    /** Not those that somebody has changed meanwhile: the next start finds them. */
    private static final String KEY = """
            update users set email_key = ?, name_key = ?, keyed_at = updated_at where id = ? and version = ?""";

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return false;
    }

    @Override
    public String getCallbackName() {
        return "users-keys";
    }

    @Override
    public void handle(Event event, Context context) {
        try (Connection connection = context.getConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            if (!isThere(statement)) {
                return; // Somebody migrates to an older version on purpose.
            }
            lock(statement);
            try {
                fill(connection);
                new UserIndexes(statement).make();
            } finally {
                statement.execute("select pg_advisory_unlock(" + LOCK + ")");
            }
        } catch (SQLException e) {
            throw new FlywayException("The keys of the users cannot be made: " + e.getMessage(), e);
        }
    }

    private static boolean isThere(Statement statement) throws SQLException {
        try (ResultSet column = statement.executeQuery("""
                select from pg_attribute where attrelid = to_regclass('users') and attname = 'keyed_at'""")) {
            return column.next();
        }
    }

    /** By asking again and again: one that waits in a statement would hold a snapshot, for which indexes would wait. */
    private static void lock(Statement statement) throws SQLException {
        while (true) {
            try (ResultSet locked = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
                locked.next();
                if (locked.getBoolean(1)) {
                    return;
                }
            }
            UserIndexes.pause();
        }
    }

    /** In batches, each of which keeps its rows locked for as long as its own statements take. */
    private static void fill(Connection connection) throws SQLException {
        UUID last = new UUID(0, 0);
        int all = 0;
        try (PreparedStatement select = connection.prepareStatement(UNKEYED);
                PreparedStatement update = connection.prepareStatement(KEY)) {
            for (int found = BATCH; found == BATCH; all += found) {
                found = 0;
                select.setObject(1, last);
                try (ResultSet users = select.executeQuery()) {
                    while (users.next()) {
                        last = users.getObject("id", UUID.class);
                        String name = users.getString("name");
                        update.setString(1, UserRules.key(users.getString("email")));
                        update.setString(2, name == null ? null : UserRules.key(name));
                        update.setObject(3, last);
                        update.setInt(4, users.getInt("version"));
                        update.addBatch();
                        found++;
                    }
                }
                update.executeBatch();
            }
        }
        if (all > 0) {
            log.infof("Made the keys of %d users", all);
        }
    }
}
