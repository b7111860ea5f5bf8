package io.userservice.devcluster;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;

/** What is asked of a server of the cluster, or set there, past the application: as superuser and without a pool. */
public final class Superuser {

    private Superuser() {}

    /** {@code ALTER SYSTEM SET}, for instance {@code log_statement} to {@code all}; open connections follow at once. */
    public static void set(PostgresServer server, String setting, String value) {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            String loaded = "SELECT pg_conf_load_time()";
            String before = first(statement, loaded);
            statement.execute("ALTER SYSTEM SET " + setting + " = '" + value + "'");
            statement.execute("SELECT pg_reload_conf()");
            // This session is told by the postmaster, which has told all others, too.
            Deadline.await(server + " to load its settings", () -> !isStill(before, statement, loaded));
        } catch (SQLException e) {
            throw new IllegalStateException(server + ": " + e.getMessage(), e);
        }
    }

    /** The first column of the first row of a query that runs as superuser. */
    public static String ask(PostgresServer server, String sql) {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            return first(statement, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(server + ": " + e.getMessage(), e);
        }
    }

    /** A connection as superuser, in autocommit mode, to be closed by the caller. */
    public static Connection connect(PostgresServer server) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", Template.SUPERUSER);
        properties.setProperty("password", Template.SUPERUSER);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        Connection connection = new Driver().connect(server.jdbcUrl(), properties);
        if (connection == null) {
            throw new SQLException("Not a PostgreSQL URL: " + server.jdbcUrl());
        }
        return connection;
    }

    private static boolean isStill(String before, Statement statement, String sql) {
        try {
            return first(statement, sql).equals(before);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String first(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }
}
