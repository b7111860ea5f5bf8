package io.userservice.devcluster;

import static io.userservice.devcluster.Faults.awaitCaughtUp;
import static io.userservice.devcluster.Superuser.ask;
import static io.userservice.devcluster.Superuser.connect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The servers of a cluster, and their faults. */
class DevClusterTest {
    private final DevCluster cluster = ClusterResource.cluster();
    private final PostgresServer primary = cluster.primary();
    private final PostgresServer replica = cluster.server("replica-1");

    @Test
    void eachServerSaysItsNameAndTheStandbysStream() {
        for (PostgresServer server : cluster.servers()) {
            assertEquals(server.name(), ask(server, "SHOW cluster_name"));
        }
        assertEquals(
                "replica-1 streaming, replica-2 streaming",
                ask(
                        primary,
                        "SELECT string_agg(application_name || ' ' || state, ', ' ORDER BY application_name) FROM pg_stat_replication"));
    }

    @Test
    void anInsertOnThePrimaryAppearsOnEveryStandby() throws SQLException {
        write("CREATE TABLE appears AS SELECT 1 AS n");
        for (PostgresServer standby : cluster.servers().subList(1, 3)) {
            awaitCaughtUp(standby, primary);
            assertEquals("1", ask(standby, "SELECT n FROM appears"));
        }
    }

    @Test
    void aStandbyRefusesToWrite() throws SQLException {
        try (Connection connection = application(replica);
                Statement statement = connection.createStatement()) {
            SQLException refusal =
                    assertThrows(SQLException.class, () -> statement.execute("CREATE TABLE refused (n int)"));
            assertEquals("25006", refusal.getSQLState());
        }
    }

    @Test
    void theApplicationIsAnOrdinaryRole() throws SQLException {
        try (Connection connection = application(primary);
                Statement statement = connection.createStatement()) {
            SQLException refusal =
                    assertThrows(SQLException.class, () -> statement.execute("ALTER SYSTEM SET log_statement = 'all'"));
            assertEquals("42501", refusal.getSQLState());
            statement.execute("CREATE TABLE owned (n int)");
        }
    }

    @Test
    void aKilledStandbyComesBackAndCatchesUp() throws Exception {
        Faults.withReplicaDown("replica-1", () -> {
            assertThrows(SQLException.class, () -> connect(replica));
            write("CREATE TABLE while_down (n int)");
        });
        assertEquals("0", ask(replica, "SELECT count(*) FROM while_down"));
    }

    @Test
    void aKilledPrimaryComesBackAndItsStandbysStreamAgain() throws Exception {
        Faults.withPrimaryDown(() -> assertEquals("t", ask(replica, "SELECT pg_is_in_recovery()")));
        write("CREATE TABLE after_crash (n int)");
        awaitCaughtUp(replica, primary);
        assertEquals("0", ask(replica, "SELECT count(*) FROM after_crash"));
    }

    @Test
    void aStoppedStandbyStartsAgainOnItsPortAndOnlyOnce() {
        Faults.stop(replica);
        replica.start();
        assertEquals("replica-1", ask(replica, "SHOW cluster_name"));
        assertTrue(assertThrows(IllegalStateException.class, replica::start)
                .getMessage()
                .contains("is running"));
    }

    @Test
    void aFrozenStandbyDoesNotAnswerUntilItThaws() throws Exception {
        try (Connection connection = connect(replica);
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, 200);
            assertTrue(statement.execute("SELECT 1"));
            Faults.withReplicaFrozen(
                    "replica-1",
                    () -> assertEquals(
                            "08006",
                            assertThrows(SQLException.class, () -> statement.execute("SELECT 1"))
                                    .getSQLState()));
        }
        assertEquals("1", ask(replica, "SELECT 1"));
    }

    @Test
    void pausedReplayHidesACommit() throws Exception {
        write("CREATE TABLE paused (n int)");
        awaitCaughtUp(replica, primary);
        Faults.withReplayPaused("replica-1", () -> {
            write("INSERT INTO paused VALUES (1)");
            awaitCaughtUp(cluster.server("replica-2"), primary);
            assertEquals("1", ask(cluster.server("replica-2"), "SELECT count(*) FROM paused"));
            assertEquals("0", ask(replica, "SELECT count(*) FROM paused"));
        });
        assertEquals("1", ask(replica, "SELECT count(*) FROM paused"));
    }

    @Test
    void anApplyDelayHidesACommit() throws Exception {
        write("CREATE TABLE delayed (n int)");
        awaitCaughtUp(replica, primary);
        Faults.withApplyDelay("replica-1", Duration.ofHours(1), () -> {
            write("INSERT INTO delayed VALUES (1)");
            awaitCaughtUp(cluster.server("replica-2"), primary);
            assertEquals("0", ask(replica, "SELECT count(*) FROM delayed"));
        });
        assertEquals("1", ask(replica, "SELECT count(*) FROM delayed"));
    }

    @Test
    void statementsCanBeReadInTheLog() {
        Superuser.set(replica, "log_statement", "all");
        ask(replica, "SELECT 'seen in the log'");
        Superuser.set(replica, "log_statement", "none");
        ask(replica, "SELECT 'not seen in the log'");
        assertTrue(replica.log().contains("SELECT 'seen in the log'"));
        assertFalse(replica.log().contains("SELECT 'not seen in the log'"));
    }

    @Test
    void quarkusIsToldOfEachServer() {
        assertEquals(
                List.of(
                        "quarkus.datasource.jdbc.url",
                        "quarkus.datasource.username",
                        "quarkus.datasource.password",
                        "quarkus.datasource.\"replica-1\".jdbc.url",
                        "quarkus.datasource.\"replica-1\".username",
                        "quarkus.datasource.\"replica-1\".password",
                        "quarkus.datasource.\"replica-2\".jdbc.url",
                        "quarkus.datasource.\"replica-2\".username",
                        "quarkus.datasource.\"replica-2\".password"),
                List.copyOf(cluster.configuration().keySet()));
    }

    private void write(String sql) throws SQLException {
        try (Connection connection = application(primary);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection application(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), DevCluster.USER, DevCluster.PASSWORD);
    }
}
