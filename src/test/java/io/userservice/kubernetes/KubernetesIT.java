package io.userservice.kubernetes;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.userservice.RunningPackage;
import io.userservice.access.Tokens;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The package with the variables of the pods and no others: the migration as the owner of an empty database, then the service
 * as the user that was made. Only what is of an installation differs: where the servers and the key of tokens are, and secrets.
 */
class KubernetesIT {

    private static final int SIGTERM = 128 + 15;
    private static final String READ_WRITE = "users:read users:write";
    private static final KeyPair PAIR = Tokens.rsa();

    private static final Map<String, String> SECRETS = Map.of(
            "user-service-owner/username", "userservice_owner",
            "user-service-owner/password", "ofTheOwner",
            "user-service-database/username", "userservice",
            "user-service-database/password", "ofTheService");

    @TempDir
    static Path folder;

    private static DevCluster cluster;

    @BeforeAll
    static void makesTheOwnerAndItsDatabase() throws Exception {
        cluster = DevCluster.withStandbys(2);
        try (Connection connection = Superuser.connect(cluster.primary());
                Statement statement = connection.createStatement()) {
            for (String sql : new String[] {
                "ALTER DATABASE \"user-service\" OWNER TO postgres",
                "DROP OWNED BY userservice",
                "DROP ROLE userservice",
                "CREATE ROLE userservice_owner LOGIN CREATEROLE PASSWORD 'ofTheOwner'",
                "GRANT pg_monitor TO userservice_owner WITH ADMIN OPTION",
                "CREATE DATABASE userservice OWNER userservice_owner"
            }) {
                statement.execute(sql);
            }
        }
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    void theMigrationEndsThenTheServiceServesUntilItsPodEnds() throws Exception {
        Pod migration = Manifests.migration().pod();
        try (RunningPackage job = RunningPackage.start(environment(migration))) {
            assertEquals(0, job.exitCode(), job::output);
            assertTrue(job.output().contains("migrated migrations="), job::output);
            assertTakenAsTheyAre(job);
        }
        Pod pod = Manifests.service().pod();
        try (RunningPackage service = RunningPackage.start(environment(pod))) {
            service.url();
            for (JsonNode probe : pod.probes().values()) {
                await().until(() -> ask(service, probe), status -> status == 200);
            }
            assertServes(service);
            assertTakenAsTheyAre(service);

            service.terminate();
            JsonNode readiness = pod.probes().get("readinessProbe");
            await().until(() -> ask(service, readiness), status -> status == 503);
            // Whoever has not noticed yet goes on.
            assertEquals(200, ask(service, pod.probes().get("livenessProbe")));
            assertEquals(200, users().get(service.url() + "/users").statusCode());
            assertEquals(SIGTERM, service.exitCode(), service::output);
        }
    }

    private static void assertServes(RunningPackage service) {
        assertEquals(401, given().get(service.url() + "/users").statusCode());
        Response created = users().contentType(ContentType.JSON)
                .body("{\"email\":\"kubernetes@example.com\"}")
                .post(service.url() + "/users");
        assertEquals(201, created.statusCode(), created::asString);
        assertEquals(
                200,
                users().header("Consistency-Token", created.header("Consistency-Token"))
                        .get(service.url() + created.header("Location"))
                        .statusCode());
        String ready = given().get(service.managementUrl() + "/q/health/ready").asString();
        assertTrue(ready.contains("\"replica-1\"") && ready.contains("\"replica-2\""), ready);
    }

    /** Neither we nor Quarkus complain of a variable. This cluster is too small for so many instances, which is told. */
    private static void assertTakenAsTheyAre(RunningPackage process) {
        for (String complaint : new String[] {"unknown-variable", "Unrecognized configuration", "ERROR"}) {
            assertFalse(process.output().contains(complaint), process::output);
        }
    }

    private static RequestSpecification users() {
        return given().auth().oauth2(Tokens.claims(READ_WRITE).sign(PAIR.getPrivate()));
    }

    private static int ask(RunningPackage service, JsonNode probe) {
        return given().get(service.managementUrl() + probe.at("/httpGet/path").asText())
                .statusCode();
    }

    private static Map<String, String> environment(Pod pod) throws Exception {
        Map<String, String> environment = new HashMap<>(pod.values());
        pod.secrets().forEach((variable, secret) -> environment.put(variable, SECRETS.get(secret)));
        environment.computeIfPresent("QUARKUS_DATASOURCE_JDBC_URL", (name, url) -> at(cluster.primary()));
        for (int slot = 1; slot <= 2; slot++) {
            PostgresServer replica = cluster.server("replica-" + slot);
            environment.computeIfPresent(
                    "QUARKUS_DATASOURCE__REPLICA_" + slot + "__JDBC_URL", (name, url) -> at(replica));
        }
        Path key = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + Tokens.text(PAIR.getPublic()) + "\n-----END PUBLIC KEY-----\n");
        environment.computeIfPresent("MP_JWT_VERIFY_PUBLICKEY_LOCATION", (name, url) -> key.toString());
        return environment;
    }

    private static String at(PostgresServer server) {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/userservice";
    }
}
