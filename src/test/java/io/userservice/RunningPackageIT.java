package io.userservice;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.userservice.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The package is built once; what it does where it runs is configuration. One process for all that can be set at once. */
class RunningPackageIT {

    private static final DevCluster CLUSTER = RunningPackage.cluster();

    private static RunningPackage service;

    @BeforeAll
    static void startPackage() throws Exception {
        Map<String, String> environment = RunningPackage.on(CLUSTER, "replica-1", "replica-2", "replica-3");
        environment.put("USER_SERVICE_ROUTING_SELECTION", "round-robin");
        environment.put("USER_SERVICE_REPLICAS__REPLICA_3__LOAD_BALANCED", "true");
        environment.put("USER_SERVICE_INSTANCES", "2");
        environment.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true");
        environment.put("USER_SERVICE_LIVE_ENABLED", "true");
        service = RunningPackage.start(environment);
    }

    @AfterAll
    static void stopPackage() {
        service.close();
    }

    @Test
    void oneMoreReplicaIsOneMoreVariable() {
        assertEquals(
                Set.of("replica-1;reason=read-only", "replica-2;reason=read-only", "replica-3;reason=read-only"),
                Set.copyOf(servedBy(service.url(), 100)));
    }

    @Test
    void roundRobinTakesTurns() {
        List<String> servers = servedBy(service.url(), 12);
        assertEquals(3, Set.copyOf(servers.subList(0, 3)).size());
        IntStream.range(3, 12).forEach(i -> assertEquals(servers.get(i - 3), servers.get(i)));
    }

    /** To such a one a connection sets nothing, so that each read says by itself that it only reads. */
    @Test
    void aVariableSaysThatAReplicaIsSeveralServers() {
        service.url();
        List<PostgresServer> replicas = List.of(CLUSTER.server("replica-1"), CLUSTER.server("replica-3"));
        replicas.forEach(replica -> Superuser.set(replica, "log_statement", "all"));
        try {
            assertTrue(servedBy(service.url(), 3).contains("replica-3;reason=read-only"));
            assertTrue(replicas.get(1).log().contains("BEGIN READ ONLY"), replicas.get(1)::log);
            assertTrue(replicas.get(0).log().contains("from users"), replicas.get(0)::log);
            assertTrue(!replicas.get(0).log().contains("BEGIN READ ONLY"), replicas.get(0)::log);
        } finally {
            replicas.forEach(replica -> Superuser.set(replica, "log_statement", "none"));
        }
    }

    @Test
    void theStartWarnsOfMoreConnectionsThanAServerTakes() {
        service.url();
        assertEquals(
                List.of("server=primary wanted=82 taken=57"),
                Pattern.compile("too-many-connections (.+?):")
                        .matcher(service.output())
                        .results()
                        .map(warning -> warning.group(1))
                        .toList());
    }

    @Test
    void anAccessLogTellsNobodysAddress() {
        given().get(service.url() + "/users?email=somebody@example.com").then().statusCode(200);
        String line = await().until(
                        () -> service.output()
                                .lines()
                                .filter(each -> each.contains("\"GET /users HTTP/1.1\" 200"))
                                .findAny(),
                        Optional::isPresent)
                .orElseThrow();
        assertTrue(!service.output().contains("somebody"), line);
    }

    @Test
    void healthAndMetricsHaveAPortOfTheirOwn() {
        for (String path : new String[] {"/q/health/live", "/q/health/ready", "/q/metrics"}) {
            assertEquals(200, when().get(service.managementUrl() + path).statusCode(), path);
            assertEquals(404, when().get(service.url() + path).statusCode(), path);
        }
        assertEquals(404, when().get(service.managementUrl() + "/users").statusCode());
    }

    @Test
    void poolsAreMeasuredOnlyWhereASettingSaysSo() {
        String metrics = when().get(service.managementUrl() + "/q/metrics").asString();
        assertTrue(metrics.contains("user_service_server_state"), metrics);
        assertFalse(metrics.contains("user_service_pool_"), metrics);
    }

    @Test
    void theLivePageIsOnThatPortTooAndHasNoButtons() {
        for (String path : new String[] {"/q/servers", "/q/servers/page.css", "/q/servers/page.js"}) {
            given().get(service.managementUrl() + path)
                    .then()
                    .statusCode(200)
                    .header("Content-Security-Policy", startsWith("default-src 'none'; script-src 'self'"));
            given().get(service.url() + path).then().statusCode(404);
        }
        given().accept("text/html").get(service.url() + "/").then().contentType("application/json");
        for (String url : new String[] {service.url(), service.managementUrl()}) {
            given().post(url + "/q/servers/primary/kill").then().statusCode(404);
        }
    }

    @Test
    void answersCarryWhatABrowserShouldKnowAndNoOriginIsAllowed() {
        for (String path : new String[] {"/users", "/users/x", "/problems", "/nowhere"}) {
            given().header("Origin", "https://app.example.com")
                    .get(service.url() + path)
                    .then()
                    .header("X-Content-Type-Options", equalTo("nosniff"))
                    .header("Content-Security-Policy", equalTo("default-src 'none'; frame-ancestors 'none'"))
                    .header("Access-Control-Allow-Origin", nullValue());
        }
    }

    @Test
    void withoutReplicasThePrimaryDoesIt() throws Exception {
        try (RunningPackage alone = RunningPackage.start(RunningPackage.on(CLUSTER))) {
            assertEquals(List.of("primary;reason=no-replica"), servedBy(alone.url(), 1));
            // Nobody has switched it on.
            given().get(alone.managementUrl() + "/q/servers").then().statusCode(404);
            given().contentType("application/json")
                    .body("{\"email\":\"alone@example.com\"}")
                    .post(alone.url() + "/users")
                    .then()
                    .statusCode(201)
                    .header("Served-By", "primary;reason=write");
        }
    }

    /** Each mistake by itself is in SettingTest. */
    @Test
    void everyWrongSettingIsNamedBeforeItStops() throws Exception {
        RunningPackage.assertStopsWith(
                Map.of(
                        "USER_SERVICE_AUTH", "maybe",
                        "USER_SERVICE_INSTANCES", "0",
                        "USER_SERVICE_ROUTING_SELECTION", "fastest"),
                "user-service.auth",
                "user-service.instances",
                "must be a number from 1 on",
                "user-service.routing.selection",
                "fastest",
                "least-busy",
                "random",
                "round-robin",
                // And there is no primary.
                "quarkus.datasource.jdbc.url",
                "QUARKUS_DATASOURCE_JDBC_URL");
    }

    @Test
    void aUrlForAReplicaThatDoesNotExistStopsTheStart() throws Exception {
        Map<String, String> environment = RunningPackage.on(CLUSTER);
        environment.put(
                "QUARKUS_DATASOURCE__REPLICA_9__JDBC_URL", CLUSTER.primary().jdbcUrl());
        RunningPackage.assertStopsWith(
                environment, "QUARKUS_DATASOURCE__REPLICA_9__JDBC_URL", "replica-1 to replica-8");
    }

    private static List<String> servedBy(String url, int reads) {
        return IntStream.range(0, reads)
                .mapToObj(i -> when().get(url + "/users").header("Served-By"))
                .toList();
    }
}
