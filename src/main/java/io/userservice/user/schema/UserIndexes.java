package io.userservice.user.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The indexes on the keys of users: made while others write, where there are none yet or one was broken off. The unique one
 * takes the name of the one before, which the service, in this version and in the last, knows a taken address by.
 */
final class UserIndexes {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int TRIES = 60;

    private final Statement statement;

    UserIndexes(Statement statement) {
        this.statement = statement;
    }

    void make() throws SQLException {
        make("users_unkeyed", "index", "users (id) where keyed_at is distinct from updated_at");
        make("users_name_key", "index", "users (name_key)");
        requireKeys();
        if (text("select pg_get_indexdef(to_regclass('users_email'))").contains("lower(")) {
            // For versions from before V4, which still ask by it during the deployment; the next version drops it.
            make("users_email_lower", "index", "users (lower(email) collate \"C\")");
            makeUnique();
            swap();
        }
    }

    private void make(String name, String kind, String on) throws SQLException {
        Boolean valid = valid(name);
        if (valid != null && !valid) {
            statement.execute("drop index concurrently " + name);
        }
        if (valid == null || !valid) {
            statement.execute("create " + kind + " concurrently " + name + " on " + on);
        }
    }

    private void makeUnique() throws SQLException {
        try {
            make("users_email_key", "unique index", "users (email_key)");
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            statement.execute("drop index concurrently users_email_key");
            // Not with its cause, which quotes an address.
            throw new FlywayException(
                    "Some users have the same e-mail address but for upper and lower case or how its letters"
                            + " are composed. Change or delete one of each, then start again: " + same());
        }
    }

    private List<String> same() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                select string_agg(id::text, ' = ' order by id) from users group by email_key having count(*) > 1 limit 20""")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /** The trigger of V4 gives every new row a key; validating reads the table, and keeps nobody from writing. */
    private void requireKeys() throws SQLException {
        String valid = text("""
                select convalidated::text from pg_constraint
                where conrelid = 'users'::regclass and conname = 'users_email_key_there'""");
        if (valid.isEmpty()) {
            briefly("alter table users add constraint users_email_key_there check (email_key is not null) not valid");
        }
        if (!valid.equals("true")) {
            statement.execute("alter table users validate constraint users_email_key_there");
        }
    }

    private void swap() throws SQLException {
        briefly("drop index users_email; alter index users_email_key rename to users_email");
    }

    /** What locks everybody out for a moment gives up when it does not get that lock at once, and tries again. */
    private void briefly(String sql) throws SQLException {
        for (int i = 1; ; i++) {
            try {
                statement.execute("begin; set local lock_timeout = '500ms'; " + sql + "; commit");
                return;
            } catch (SQLException e) {
                statement.execute("rollback");
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || i == TRIES) {
                    throw e;
                }
                pause();
            }
        }
    }

    private @Nullable Boolean valid(String index) throws SQLException {
        String valid = text("select indisvalid::text from pg_index where indexrelid = to_regclass('" + index + "')");
        return valid.isEmpty() ? null : Boolean.valueOf(valid);
    }

    /** Empty if there is none. */
    private String text(String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            String text = rows.next() ? rows.getString(1) : null;
            return text == null ? "" : text;
        }
    }

    static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlywayException("The start was interrupted", e);
        }
    }
}
