package io.userservice;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.Superuser;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a start does about settings and servers that are not as they should be. */
class StartIT {

    private static final DevCluster CLUSTER = DevCluster.withStandbys(1);

    @AfterAll
    static void stopCluster() {
        CLUSTER.close();
    }

    @Test
    void withoutThePrimaryItServesReadsAndMigratesLater() throws Exception {
        try (DevCluster cluster = DevCluster.withStandbys(1)) {
            Map<String, String> environment = RunningPackage.on(cluster, "replica-1");
            try (RunningPackage first = RunningPackage.start(environment)) {
                first.url();
            }
            Faults.awaitCaughtUp(cluster.server("replica-1"), cluster.primary());
            try (Connection connection = Superuser.connect(cluster.primary());
                    Statement statement = connection.createStatement()) {
                // Of a version that is not migrated yet, as the next one would be.
                statement.execute("drop function users_key_unkeyed cascade");
                statement.execute("alter table users drop email_key, drop name_key, drop keyed_at");
                statement.execute("delete from flyway_schema_history where version = '4'");
            }
            Faults.awaitCaughtUp(cluster.server("replica-1"), cluster.primary());
            Faults.kill(cluster.primary());
            try (RunningPackage service = RunningPackage.start(environment)) {
                when().get(service.url() + "/users").then().statusCode(200);
                assertEquals(200, readiness(service));
                assertEquals("waiting", migration(service));
                assertEquals(503, post(service));
                cluster.primary().start();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> migration(service).equals("done"));
                await().atMost(Duration.ofSeconds(20)).until(() -> post(service) == 201);
            }
        }
    }

    @Test
    void aMigrationThatTakesLongGoesOnWhileTheServiceIsNotReady() throws Exception {
        try (DevCluster cluster = DevCluster.withStandbys(0);
                Connection connection = Superuser.connect(cluster.primary());
                Statement statement = connection.createStatement()) {
            try (RunningPackage first = RunningPackage.start(RunningPackage.on(cluster))) {
                first.url();
            }
            connection.setAutoCommit(false);
            statement.execute("lock table flyway_schema_history");
            Map<String, String> environment = RunningPackage.on(cluster);
            environment.put("USER_SERVICE_MIGRATE_WAIT", "500ms");
            try (RunningPackage service = RunningPackage.start(environment)) {
                service.url();
                assertEquals(503, readiness(service));
                assertEquals("running", migration(service));
                connection.rollback();
                await().atMost(Duration.ofSeconds(20)).until(() -> readiness(service) == 200);
                assertEquals("done", migration(service));
            }
        }
    }

    @Test
    void aWrongPasswordEndsItAtOnceInOneLine() throws Exception {
        Map<String, String> environment = RunningPackage.on(CLUSTER);
        environment.put("QUARKUS_DATASOURCE_PASSWORD", "wrong");
        try (RunningPackage service = RunningPackage.start(environment)) {
            String output = service.outputOfFailedStart();
            List<String> told =
                    output.lines().filter(line -> line.contains("28P01")).toList();
            assertEquals(1, told.size(), output);
            assertFalse(output.contains("\tat "), output);
        }
    }

    @Test
    void aPasswordMayHaveEveryPrintableCharacter() throws Exception {
        String password = "p${w}3\\$"
                + IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining());
        try (Connection connection = Superuser.connect(CLUSTER.primary());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create role \"u${s}er,:\\\" superuser login password '" + password.replace("'", "''") + "'");
        }
        Faults.awaitCaughtUp(CLUSTER.server("replica-1"), CLUSTER.primary());
        Map<String, String> environment = RunningPackage.on(CLUSTER, "replica-1");
        environment.put("QUARKUS_DATASOURCE_USERNAME", "u${s}er,:\\");
        environment.put("QUARKUS_DATASOURCE_PASSWORD", password);
        try (RunningPackage service = RunningPackage.start(environment)) {
            assertEquals(201, post(service));
            when().get(service.url() + "/users").then().statusCode(200);
            given().header("Consistency", "strong")
                    .get(service.url() + "/users")
                    .then()
                    .statusCode(200);
            String ready =
                    when().get(service.managementUrl() + "/q/health/ready").asString();
            assertTrue(ready.contains("all up"), ready);
        }
    }

    private static int post(RunningPackage service) {
        return given().contentType("application/json")
                .body("{\"email\":\"start@example.com\"}")
                .post(service.url() + "/users")
                .statusCode();
    }

    private static int readiness(RunningPackage service) {
        return when().get(service.managementUrl() + "/q/health/ready").statusCode();
    }

    private static String migration(RunningPackage service) {
        return when().get(service.managementUrl() + "/q/health/ready")
                .path("checks.find { it.name == 'schema' }.data.migration");
    }
}
