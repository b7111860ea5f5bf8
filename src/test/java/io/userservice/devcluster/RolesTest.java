package io.userservice.devcluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The users that the migration makes, with {@code roles.sql}, on a server that is like RDS. */
class RolesTest {

    private static final Path ROLES = Path.of("deploy/kubernetes/migration/roles.sql");
    private static final String OWNER = "userservice_owner";
    private static final String SERVICE = "userservice";
    private static final String READER = "userservice_reader";

    private static DevCluster cluster;

    @BeforeAll
    static void migratesTwiceAndChangesThePassword() throws SQLException, IOException {
        cluster = DevCluster.withStandbys(0);
        asSuperuser(
                "ALTER DATABASE \"user-service\" OWNER TO postgres",
                "DROP OWNED BY userservice",
                "DROP ROLE userservice",
                "CREATE ROLE rds_iam",
                "CREATE ROLE userservice_owner LOGIN CREATEROLE PASSWORD 'secret'",
                "GRANT pg_monitor, rds_iam TO userservice_owner WITH ADMIN OPTION",
                "CREATE DATABASE userservice OWNER userservice_owner");
        migrate("first");
        as(OWNER, "secret", "CREATE TABLE users (n int)");
        migrate("second");
        // Where there is no IAM it needs a password.
        asSuperuser("ALTER ROLE userservice_reader PASSWORD 'token'");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void migrate(String password) throws SQLException, IOException {
        as(OWNER, "secret", Files.readString(ROLES).replace("${SERVICE_PASSWORD}", password));
    }

    @Test
    void theServiceReadsAndWritesRowsWithItsLatestPassword() throws SQLException {
        as(SERVICE, "second", "INSERT INTO users VALUES (1)", "DELETE FROM users");
        assertRefused("28P01", SERVICE, "first", "SELECT 1");
    }

    @Test
    void theServiceChangesNoTable() {
        assertRefused("42501", SERVICE, "second", "CREATE TABLE mine (n int)");
        assertRefused("42501", SERVICE, "second", "DROP TABLE users");
    }

    /** Behind a proxy its connections set nothing. */
    @Test
    void theServicesStatementsAndLocksEndInTimeByThemselves() throws SQLException {
        try (Connection connection = connect(SERVICE, "second");
                Statement statement = connection.createStatement()) {
            for (String limit :
                    List.of("statement_timeout=10s", "lock_timeout=5s", "idle_in_transaction_session_timeout=30s")) {
                ResultSet shown = statement.executeQuery("SHOW " + limit.split("=")[0]);
                shown.next();
                assertEquals(limit, limit.split("=")[0] + "=" + shown.getString(1));
            }
        }
    }

    @Test
    void theReaderReadsOnly() throws SQLException {
        as(READER, "token", "SELECT * FROM users");
        assertRefused("42501", READER, "token", "INSERT INTO users VALUES (1)");
    }

    /** Or RDS would take the owner for a user of IAM too, and refuse the password that the next migration logs in with. */
    @Test
    void onlyTheReaderIsAUserOfIamAndNobodyIsAMemberOfIt() {
        assertEquals(
                "userservice_reader",
                Superuser.ask(
                        cluster.primary(),
                        "SELECT string_agg(member::regrole::text, ' ') FROM pg_auth_members"
                                + " WHERE roleid = 'rds_iam'::regrole AND member <> 'userservice_owner'::regrole"));
        assertEquals(
                "0",
                Superuser.ask(
                        cluster.primary(),
                        "SELECT count(*) FROM pg_auth_members WHERE roleid = 'userservice_reader'::regrole"));
    }

    private static void assertRefused(String state, String user, String password, String sql) {
        assertEquals(
                state,
                assertThrows(SQLException.class, () -> as(user, password, sql)).getSQLState());
    }

    private static void asSuperuser(String... statements) throws SQLException {
        try (Connection connection = Superuser.connect(cluster.primary())) {
            run(connection, statements);
        }
    }

    private static void as(String user, String password, String... statements) throws SQLException {
        try (Connection connection = connect(user, password)) {
            run(connection, statements);
        }
    }

    private static Connection connect(String user, String password) throws SQLException {
        String url = cluster.primary().jdbcUrl().replaceFirst("/[^/]*$", "/userservice");
        return DriverManager.getConnection(url, user, password);
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
