package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.devcluster.ClusterResource;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What the servers were told when the service connected, without anything configured. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class TimeLimitTest {

    @Inject
    Servers servers;

    @Inject
    Flyway flyway;

    @Test
    void replicasReadFor3Seconds() throws SQLException {
        for (Server replica : servers.replicas()) {
            assertEquals("3s", setting("statement_timeout", replica.readPool().getConnection()));
            assertEquals(
                    "on",
                    setting("default_transaction_read_only", replica.readPool().getConnection()));
        }
    }

    @Test
    void thePrimaryReadsFor3Seconds() throws SQLException {
        AgroalDataSource pool = servers.primary().readPool();
        assertEquals("3s", setting("statement_timeout", pool.getConnection()));
        assertEquals("on", setting("default_transaction_read_only", pool.getConnection()));
    }

    @Test
    void aWriteMayTake10SecondsAndWaitForALockFor5() throws SQLException {
        AgroalDataSource pool = servers.writePool();
        assertEquals("10s", setting("statement_timeout", pool.getConnection()));
        assertEquals("5s", setting("lock_timeout", pool.getConnection()));
        assertEquals("30s", setting("idle_in_transaction_session_timeout", pool.getConnection()));
        assertEquals("off", setting("default_transaction_read_only", pool.getConnection()));
    }

    @Test
    void aMigrationMayTakeItsTime() throws SQLException {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection()) {
            assertEquals(0, connection.getNetworkTimeout());
            assertEquals("0", setting("statement_timeout", connection));
        }
    }

    private static String setting(String name, Connection asked) throws SQLException {
        try (Connection connection = asked;
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("show " + name)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
