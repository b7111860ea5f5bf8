package io.userservice;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The package is built once; what it does where it runs is configuration. */
class RunningPackageIT {

    private static DevCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = DevCluster.withStandbys(3);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    void oneMoreReplicaIsOneMoreVariable() throws Exception {
        try (RunningPackage service =
                RunningPackage.start(RunningPackage.on(cluster, "replica-1", "replica-2", "replica-3"))) {
            assertEquals(
                    Set.of("replica-1;reason=read-only", "replica-2;reason=read-only", "replica-3;reason=read-only"),
                    servedBy(service.url(), 100).stream().collect(Collectors.toSet()));
        }
    }

    @Test
    void aVariableSaysThatAReplicaIsSeveralServers() throws Exception {
        PostgresServer replica = cluster.server("replica-3");
        Superuser.set(replica, "log_statement", "all");
        Map<String, String> environment = RunningPackage.on(cluster);
        environment.put("QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL", replica.jdbcUrl());
        environment.put("USER_SERVICE_REPLICAS__REPLICA_1__LOAD_BALANCED", "true");
        try (RunningPackage service = RunningPackage.start(environment)) {
            assertEquals(List.of("replica-1;reason=read-only"), servedBy(service.url(), 1));
            assertTrue(replica.log().contains("BEGIN READ ONLY"), replica::log);
        } finally {
            Superuser.set(replica, "log_statement", "none");
        }
    }

    @Test
    void roundRobinTakesTurns() throws Exception {
        Map<String, String> environment = RunningPackage.on(cluster, "replica-1", "replica-2");
        environment.put("USER_SERVICE_ROUTING_SELECTION", "round-robin");
        try (RunningPackage service = RunningPackage.start(environment)) {
            List<String> servers = servedBy(service.url(), 10);
            IntStream.range(2, 10).forEach(i -> assertEquals(servers.get(i - 2), servers.get(i)));
            assertFalse(servers.get(0).equals(servers.get(1)));
        }
    }

    @Test
    void withoutReplicasThePrimaryDoesIt() throws Exception {
        try (RunningPackage service = RunningPackage.start(RunningPackage.on(cluster))) {
            assertEquals(List.of("primary;reason=no-replica"), servedBy(service.url(), 1));
            given().contentType("application/json")
                    .body("{\"email\":\"alone@example.com\"}")
                    .post(service.url() + "/users")
                    .then()
                    .statusCode(201)
                    .header("Served-By", "primary;reason=write");
        }
    }

    @Test
    void productionDoesNotTellWhoServed() throws Exception {
        Map<String, String> environment = RunningPackage.on(cluster, "replica-1");
        environment.remove("USER_SERVICE_ROUTING_SERVED_BY_HEADER");
        try (RunningPackage service = RunningPackage.start(environment)) {
            Response response = when().get(service.url() + "/users");
            assertEquals(200, response.statusCode());
            assertFalse(response.headers().hasHeaderWithName("Served-By"));
        }
    }

    @Test
    void theStartWarnsOfMoreConnectionsThanAServerTakes() throws Exception {
        Map<String, String> environment = RunningPackage.on(cluster, "replica-1");
        environment.put("USER_SERVICE_INSTANCES", "2");
        try (RunningPackage service = RunningPackage.start(environment)) {
            service.url();
            assertEquals(
                    List.of("server=primary wanted=82 taken=57"),
                    Pattern.compile("too-many-connections (.+?):")
                            .matcher(service.output())
                            .results()
                            .map(warning -> warning.group(1))
                            .toList());
        }
    }

    @Test
    void aWrongNumberOfInstancesStopsTheStart() throws Exception {
        Map<String, String> environment = RunningPackage.on(cluster);
        environment.put("USER_SERVICE_INSTANCES", "0");
        assertStopsWith(environment, "user-service.instances", "must be a number from 1 on");
    }

    @Test
    void aWrongSelectionStopsTheStart() throws Exception {
        Map<String, String> environment = RunningPackage.on(cluster);
        environment.put("USER_SERVICE_ROUTING_SELECTION", "fastest");
        assertStopsWith(
                environment, "user-service.routing.selection", "fastest", "least-busy", "random", "round-robin");
    }

    @Test
    void aUrlForAReplicaThatDoesNotExistStopsTheStart() throws Exception {
        Map<String, String> environment = RunningPackage.on(cluster);
        environment.put(
                "QUARKUS_DATASOURCE__REPLICA_9__JDBC_URL", cluster.primary().jdbcUrl());
        assertStopsWith(environment, "replica.9", "replica-1 to replica-8");
    }

    @Test
    void aMissingPrimaryStopsTheStart() throws Exception {
        assertStopsWith(Map.of(), "quarkus.datasource.jdbc.url", "QUARKUS_DATASOURCE_JDBC_URL");
    }

    private static List<String> servedBy(String url, int reads) {
        return IntStream.range(0, reads)
                .mapToObj(i -> when().get(url + "/users").header("Served-By"))
                .toList();
    }

    private static void assertStopsWith(Map<String, String> environment, String... words) throws Exception {
        try (RunningPackage service = RunningPackage.start(environment)) {
            String output = service.outputOfFailedStart();
            for (String word : words) {
                assertTrue(output.contains(word), output);
            }
        }
    }
}
