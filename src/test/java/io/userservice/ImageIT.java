package io.userservice;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.ContentType;
import io.userservice.devcluster.DevCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The image does with no rights at all what the package does. Built and named by {@code .ci/images}. */
@EnabledIfSystemProperty(
        named = "image",
        matches = ".+",
        disabledReason = "no image (-Dimage=...): .ci/images builds one and runs this")
class ImageIT {

    private static final int SIGTERM = 128 + 15;
    private static final Pattern STARTED = Pattern.compile("started in .*?s\\.");

    private static DevCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = DevCluster.withStandbys(2);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    void itServesUsersFromAReadOnlyFileSystem() throws Exception {
        try (RunningImage service = start(Map.of())) {
            String location = given().contentType(ContentType.JSON)
                    .body("{\"email\":\"image@example.com\"}")
                    .post(service.url() + "/users")
                    .then()
                    .statusCode(201)
                    .extract()
                    .header("Location");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> given().get(service.url() + location).statusCode() == 200);
            String servedBy = given().get(service.url() + "/users").header("Served-By");
            assertTrue(servedBy.startsWith("replica-"), servedBy);

            assertTrue(service.inside("touch", "/app/x", "/tmp/x").contains("Read-only file system"));
            Matcher started = STARTED.matcher(service.output());
            System.out.println("image: " + (started.find() ? started.group() : service.output()));
        }
    }

    @Test
    void itMigratesFromAReadOnlyFileSystemAndExits() throws Exception {
        try (RunningImage task = start(Map.of("USER_SERVICE_MIGRATE_ONLY", "true"))) {
            assertEquals(0, task.exitCode(), task::output);
            assertTrue(task.output().contains("migrated migrations="), task::output);
        }
    }

    @Test
    void itRunsAsAnOrdinaryUserWithoutCapabilities() throws Exception {
        try (RunningImage service = start(Map.of())) {
            service.url();
            List<String> status =
                    service.inside("cat", "/proc/1/status").lines().toList();
            assertTrue(status.contains("Uid:\t1001\t1001\t1001\t1001"), status::toString);
            assertTrue(status.contains("CapPrm:\t0000000000000000"), status::toString);
            assertTrue(status.contains("CapBnd:\t0000000000000000"), status::toString);
            assertTrue(status.contains("NoNewPrivs:\t1"), status::toString);
        }
    }

    @Test
    void itIsHealthyWhileItLivesAndNotBefore() throws Exception {
        // Nothing answers until the database does, for as long as migrations try.
        Map<String, String> noDatabase = Map.of("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/none");
        try (RunningImage service = start(noDatabase)) {
            await().until(() -> service.output().contains("Picked up"));
            assertEquals(1, service.health());
        }
        try (RunningImage service = start(Map.of())) {
            service.url();
            assertEquals(0, service.health());
        }
    }

    @Test
    void sigtermReachesItAndItStops() throws Exception {
        try (RunningImage service = start(Map.of())) {
            service.url();
            service.terminate();
            assertEquals(SIGTERM, service.exitCode(), service::output);
            assertTrue(service.output().contains("stopped in"), service::output);
        }
    }

    @Test
    void itsClassesComeFromTheCacheWithEitherCollector() throws Exception {
        for (String collector : List.of("-XX:+UseG1GC", "-XX:+UseSerialGC")) {
            String options = "-XX:AOTMode=on -Xlog:class+load " + collector;
            try (RunningImage service = start(Map.of("JDK_JAVA_OPTIONS", options))) {
                service.url();
                assertTrue(
                        service.output().contains("io.userservice.user.UserResource source: shared objects file"),
                        service::output);
            }
        }
    }

    @Test
    void theCacheIsNeededWhenItIsAskedFor() throws Exception {
        // No cache is good for this collector: that the service starts above does mean something.
        String options = "-XX:AOTMode=on -XX:+UseZGC";
        try (RunningImage service = start(Map.of("JDK_JAVA_OPTIONS", options))) {
            assertEquals(1, service.exitCode(), service::output);
            assertTrue(service.output().contains("Unable to use AOT cache"), service::output);
        }
    }

    private static RunningImage start(Map<String, String> more) throws Exception {
        Map<String, String> environment = RunningPackage.on(cluster, "replica-1", "replica-2");
        environment.put("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");
        environment.putAll(more);
        return RunningImage.start(System.getProperty("image"), environment);
    }
}
