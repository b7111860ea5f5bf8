package io.userservice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.deploy.choice.Engine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    void tasksFindTheReadersThatAurorasAutoscalingAdds() {
        Synthesis scaling = Synthesis.of("engine=aurora", "replicas=2", "maxReplicas=6");
        Map<String, Object> readers =
                scaling.only(scaling.stacks.shared(), "AWS::ApplicationAutoScaling::ScalableTarget");
        assertEquals("rds:cluster:ReadReplicaCount", readers.get("ScalableDimension"));
        assertEquals("cluster:${DatabaseCluster}", scaling.text(readers.get("ResourceId")));
        assertEquals(List.of(2, 6), List.of(readers.get("MinCapacity"), readers.get("MaxCapacity")));
        assertEquals(
                "aurora", scaling.environment(scaling.stacks.ecs(), "service").get("USER_SERVICE_REPLICAS_DISCOVERY"));
        assertNull(aurora.environment(aurora.stacks.ecs(), "service").get("USER_SERVICE_REPLICAS_DISCOVERY"));
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

    @ParameterizedTest
    @EnumSource
    void oneMoreReplicaIsOneMoreVariableAndItsAlarms(Engine engine) {
        Synthesis three = Synthesis.of("engine=" + engine, "replicas=3");

        assertTrue(three.environment(three.stacks.ecs(), "service")
                .get("QUARKUS_DATASOURCE__REPLICA_3__JDBC_URL")
                .contains("Replica3.Endpoint.Address"));
        Set<String> alarms =
                three.resources(three.stacks.shared(), "AWS::CloudWatch::Alarm").keySet();
        assertTrue(
                alarms.containsAll(Set.of("LagReplica3", "CpuReplica3", "StorageReplica3", "ConnectionsReplica3")),
                alarms::toString);
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
