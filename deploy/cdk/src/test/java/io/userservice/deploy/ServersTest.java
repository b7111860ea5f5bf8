package io.userservice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.deploy.Choices.Engine;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each server's endpoint reaches the variable from which the service takes it, and each user goes with its servers. */
class ServersTest {

    private static final String DIRECT = ":5432/userservice?sslmode=verify-full&sslrootcert=/opt/rds/global-bundle.pem";
    private static final String PROXIED =
            ":5432/userservice?sslmode=verify-full" + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory";

    private final Synthesis rds = Synthesis.with(Engine.RDS);
    private final Synthesis aurora = Synthesis.with(Engine.AURORA);

    @Test
    void tasksReadFromEachReplicaOfRdsByItsOwnEndpoint() {
        assertEquals(
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL", direct("DatabasePrimary.Endpoint.Address"),
                        "QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL", direct("DatabaseReplica1.Endpoint.Address"),
                        "QUARKUS_DATASOURCE__REPLICA_2__JDBC_URL", direct("DatabaseReplica2.Endpoint.Address")),
                datasources(rds.environment(rds.stacks.ecs(), "service")));
    }

    @Test
    void tasksWriteToTheClusterEndpointOfAuroraAndReadFromEachInstance() {
        assertEquals(
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL", direct("DatabaseCluster.Endpoint.Address"),
                        "QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL", direct("DatabaseClusterReplica1.Endpoint.Address"),
                        "QUARKUS_DATASOURCE__REPLICA_2__JDBC_URL", direct("DatabaseClusterReplica2.Endpoint.Address")),
                datasources(aurora.environment(aurora.stacks.ecs(), "service")));
    }

    @Test
    void functionsWriteThroughTheProxyOfRdsAndReadFromEachReplicaAsTheReader() {
        assertEquals(
                Map.ofEntries(
                        Map.entry("QUARKUS_DATASOURCE_JDBC_URL", proxied("Proxy.Endpoint")),
                        Map.entry("QUARKUS_DATASOURCE_USERNAME", "userservice"),
                        Map.entry(
                                "QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL", direct("DatabaseReplica1.Endpoint.Address")),
                        Map.entry("QUARKUS_DATASOURCE__REPLICA_1__USERNAME", "userservice_reader"),
                        Map.entry(
                                "QUARKUS_DATASOURCE__REPLICA_2__JDBC_URL", direct("DatabaseReplica2.Endpoint.Address")),
                        Map.entry("QUARKUS_DATASOURCE__REPLICA_2__USERNAME", "userservice_reader")),
                datasources(rds.functionEnvironment(rds.stacks.lambda())));
    }

    @Test
    void functionsReachAuroraThroughTheProxyOnlyAndKnowThatItsReaderIsMany() {
        Map<String, String> environment = aurora.functionEnvironment(aurora.stacks.lambda());

        assertEquals(
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL", proxied("Proxy.Endpoint"),
                        "QUARKUS_DATASOURCE_USERNAME", "userservice",
                        "QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL", proxied("ProxyReadOnly.Endpoint")),
                datasources(environment));
        assertEquals("true", environment.get("USER_SERVICE_REPLICAS__REPLICA_1__LOAD_BALANCED"));
        assertEquals(
                "READ_ONLY",
                aurora.only(aurora.stacks.lambda(), "AWS::RDS::DBProxyEndpoint").get("TargetRole"));
    }

    @Test
    void migrationsGoToThePrimaryPastTheProxy() {
        assertEquals(
                direct("DatabasePrimary.Endpoint.Address"),
                rds.environment(rds.stacks.migration(), "migration").get("QUARKUS_DATASOURCE_JDBC_URL"));
        assertEquals(
                direct("DatabaseCluster.Endpoint.Address"),
                aurora.environment(aurora.stacks.migration(), "migration").get("QUARKUS_DATASOURCE_JDBC_URL"));
    }

    private static String direct(String attribute) {
        return "jdbc:postgresql://${" + attribute + "}" + DIRECT;
    }

    private static String proxied(String attribute) {
        return "jdbc:postgresql://${" + attribute + "}" + PROXIED;
    }

    private static Map<String, String> datasources(Map<String, String> environment) {
        Map<String, String> found = new TreeMap<>(environment);
        found.keySet().removeIf(name -> !name.startsWith("QUARKUS_DATASOURCE"));
        return found;
    }
}
