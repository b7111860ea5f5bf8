package io.userservice.replication.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each directory makes of what it is told; Aurora's functions are a stand-in. */
class DirectoryTest {

    private static final String AURORA = """
            create schema stand_in;
            set search_path = stand_in;
            create function aurora_replica_status() returns table (
                server_id text, session_id text, last_update_timestamp timestamptz) language sql as $$
                values ('users-1', 'MASTER_SESSION_ID', now()), ('users-2', 'a', now()), ('users-3', 'b', now()),
                       ('deleted', 'c', now() - interval '5 minutes') $$
            """;

    private final PostgresServer primary = ClusterResource.cluster().primary();

    @Test
    void aNameHasSeveralAddresses() throws UnknownHostException {
        DnsDirectory directory = new DnsDirectory(
                Address.of("replicas.example.com:5433"),
                name -> name.equals("replicas.example.com")
                        ? new InetAddress[] {
                            InetAddress.getByName("10.0.0.7"), InetAddress.getByName("2001:db8:0:0:0:0:0:8")
                        }
                        : new InetAddress[0]);
        assertEquals(
                Set.of(Address.of("10.0.0.7:5433"), Address.of("[2001:db8:0:0:0:0:0:8]:5433")), directory.replicas());
    }

    @Test
    void aNameThatNobodyKnowsIsNotTheSameAsNone() {
        DnsDirectory directory = new DnsDirectory(Address.of("replicas.invalid"), name -> {
            throw new UnknownHostException(name);
        });
        assertThrows(UnknownHostException.class, directory::replicas);
    }

    @Test
    void aurorasReadersAreThoseThatReport() throws SQLException {
        try (Connection connection = Superuser.connect(primary);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(AURORA);
            Set<Address> found = ask(connection, QueriedDirectory.AURORA, "?.abc123.eu-central-1.rds.amazonaws.com");
            assertEquals(
                    Set.of(
                            Address.of("users-2.abc123.eu-central-1.rds.amazonaws.com"),
                            Address.of("users-3.abc123.eu-central-1.rds.amazonaws.com")),
                    found);
            connection.rollback();
        }
    }

    @Test
    void thePrimaryKnowsWhoStreamsByNameAndByAddress() throws SQLException {
        try (Connection connection = Superuser.connect(primary)) {
            assertEquals(
                    Set.of(Address.of("replica-1.example.com"), Address.of("replica-2.example.com")),
                    ask(connection, QueriedDirectory.STANDBYS_BY_NAME, "?.example.com"));
            assertEquals(Set.of(Address.of("127.0.0.1")), ask(connection, QueriedDirectory.STANDBYS_BY_ADDRESS, "?"));
        }
    }

    @Test
    void whatIsNoAddressIsLeftOut() throws SQLException {
        try (Connection connection = Superuser.connect(primary)) {
            assertEquals(Set.of(Address.of("a")), ask(connection, "values ('a'), ('b c'), ('d:e')", "?"));
        }
    }

    private static Set<Address> ask(Connection connection, String question, String pattern) throws SQLException {
        return new QueriedDirectory(question, pattern, List::of).ask(connection);
    }
}
