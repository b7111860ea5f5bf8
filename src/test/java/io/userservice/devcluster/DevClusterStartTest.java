package io.userservice.devcluster;

import static io.userservice.devcluster.Superuser.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Clusters next to another, and what a start does about a port or a setting that is wrong. */
class DevClusterStartTest {
    @Test
    void aSecondClusterRunsNextToTheFirstAndItsStandbyCanBePromoted() throws SQLException {
        PostgresServer primary = ClusterResource.cluster().primary();
        PostgresServer replica = ClusterResource.cluster().server("replica-1");
        Path data;
        try (DevCluster other = DevCluster.withStandbys(1)) {
            data = other.folder();
            PostgresServer promoted = other.server("replica-1");
            Faults.promote(promoted);
            try (Connection connection = application(promoted);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE only_here (n int)");
            }
            assertEquals("t", ask(replica, "SELECT pg_is_in_recovery()"));
        }
        assertFalse(Files.exists(data));
        assertEquals("primary", ask(primary, "SHOW cluster_name"));
    }

    @Test
    void stablePortsGiveWayToAPortThatIsTaken() throws Exception {
        try (DevCluster first = DevCluster.onStablePorts(0);
                DevCluster second = DevCluster.onStablePorts(0)) {
            assertEquals(0, (second.primary().port() - first.primary().port()) % 10);
            assertNotEquals(first.primary().port(), second.primary().port());
        }
    }

    @Test
    void aPortThatWasTakenMeanwhileIsTold() throws Exception {
        try (DevCluster other = DevCluster.withStandbys(0)) {
            PostgresServer server = other.primary();
            Faults.stop(server);
            try (ServerSocket thief = new ServerSocket(server.port(), 1, InetAddress.getLoopbackAddress())) {
                assertTrue(thief.isBound());
                assertThrows(Ports.TakenException.class, server::start);
            }
        }
    }

    @Test
    void aStartThatFailsShowsTheEndOfTheLog() throws Exception {
        try (DevCluster other = DevCluster.withStandbys(0)) {
            PostgresServer server = other.primary();
            Faults.stop(server);
            Files.writeString(
                    server.data().resolve("postgresql.conf"), "no_such_setting = 1\n", StandardOpenOption.APPEND);
            String message =
                    assertThrows(IllegalStateException.class, server::start).getMessage();
            assertTrue(message.contains("unrecognized configuration parameter \"no_such_setting\""), message);
        }
    }

    private static Connection application(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), DevCluster.USER, DevCluster.PASSWORD);
    }
}
