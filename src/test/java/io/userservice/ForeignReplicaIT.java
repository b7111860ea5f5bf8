package io.userservice;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.PostgresServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A standby of another cluster with the same schema. Both are copies of one data directory: only what was migrated differs. */
class ForeignReplicaIT {

    private static final String URL_2 = "QUARKUS_DATASOURCE__REPLICA_2__JDBC_URL";
    private static final DevCluster OURS = DevCluster.withStandbys(2);
    private static final DevCluster OTHER = DevCluster.withStandbys(1);

    @BeforeAll
    static void migrateBoth() throws Exception {
        for (DevCluster cluster : new DevCluster[] {OURS, OTHER}) {
            try (RunningPackage service = RunningPackage.start(RunningPackage.on(cluster))) {
                post(service);
            }
            for (PostgresServer standby :
                    cluster.servers().subList(1, cluster.servers().size())) {
                Faults.awaitCaughtUp(standby, cluster.primary());
            }
        }
    }

    @AfterAll
    static void stop() {
        OURS.close();
        OTHER.close();
    }

    @Test
    void itIsRecognisedAndNeverReadFrom() throws Exception {
        for (PostgresServer foreign : new PostgresServer[] {OTHER.server("replica-1"), OTHER.primary()}) {
            Map<String, String> environment = RunningPackage.on(OURS, "replica-1");
            environment.put(URL_2, foreign.jdbcUrl());
            try (RunningPackage service = RunningPackage.start(environment)) {
                String token = given().contentType("application/json")
                        .body("{\"email\":\"f%d@example.com\"}".formatted(System.nanoTime()))
                        .post(service.url() + "/users")
                        .header("Consistency-Token");
                for (int i = 0; i < 40; i++) {
                    String server = when().get(service.url() + "/users").header("Served-By");
                    assertTrue(server.startsWith("replica-1;"), server);
                    server = given().header("Consistency-Token", token)
                            .get(service.url() + "/users")
                            .header("Served-By");
                    assertTrue(server.startsWith("replica-1;") || server.startsWith("primary;"), server);
                }
                String ready =
                        when().get(service.managementUrl() + "/q/health/ready").asString();
                assertTrue(ready.contains("replica-2\": \"role=replica state=foreign"), ready);
                String metrics =
                        when().get(service.managementUrl() + "/q/metrics").asString();
                assertTrue(
                        metrics.contains("state{role=\"replica\",server=\"replica-2\",state=\"foreign\"} 1.0"),
                        metrics);
                assertEquals(
                        1,
                        service.output()
                                .lines()
                                .filter(line -> line.contains("server-foreign"))
                                .count(),
                        service::output);
            }
        }
    }

    /** Nobody can say which of the two is right, and then it is neither. */
    @Test
    void withoutThePrimaryTwoThatDifferAreNotReadFrom() throws Exception {
        Map<String, String> environment = RunningPackage.on(OURS, "replica-1");
        environment.put(URL_2, OTHER.server("replica-1").jdbcUrl());
        Faults.kill(OURS.primary());
        try (RunningPackage service = RunningPackage.start(environment)) {
            service.url();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> when().get(service.url() + "/users").statusCode() == 503);
            OURS.primary().start();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> String.valueOf(
                                    when().get(service.url() + "/users").header("Served-By"))
                            .startsWith("replica-1"));
            String ready =
                    when().get(service.managementUrl() + "/q/health/ready").asString();
            assertTrue(ready.contains("replica-2\": \"role=replica state=foreign"), ready);
        }
    }

    @Test
    void withoutThePrimaryTwoOfOneClusterAreReadFrom() throws Exception {
        Map<String, String> environment = RunningPackage.on(OURS, "replica-1", "replica-2");
        Faults.kill(OURS.primary());
        try (RunningPackage service = RunningPackage.start(environment)) {
            when().get(service.url() + "/users").then().statusCode(200);
        } finally {
            OURS.primary().start();
        }
    }

    private static void post(RunningPackage service) {
        given().contentType("application/json")
                .body("{\"email\":\"foreign@example.com\"}")
                .post(service.url() + "/users")
                .then()
                .statusCode(201);
    }
}
