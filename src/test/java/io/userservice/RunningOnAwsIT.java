package io.userservice;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.PasswordRecorder;
import io.userservice.devcluster.Superuser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the package makes of the environment that AWS gives it. */
class RunningOnAwsIT {

    @Test
    void logsInToEachServerWithATokenForIt() throws Exception {
        try (PasswordRecorder primary = new PasswordRecorder();
                PasswordRecorder replica = new PasswordRecorder()) {
            Map<String, String> environment = withIam(primary);
            environment.put("QUARKUS_DATASOURCE_PASSWORD", "not used");
            environment.put("QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL", url(replica));
            environment.put("QUARKUS_DATASOURCE__REPLICA_1__USERNAME", "reader");
            environment.put("AWS_REGION", "eu-central-1");
            environment.put("AWS_ACCESS_KEY_ID", "akid");
            environment.put("AWS_SECRET_ACCESS_KEY", "skid");
            environment.put("AWS_SESSION_TOKEN", "session");
            try (RunningPackage service = RunningPackage.start(environment)) {
                assertIsToken("writer", primary);
                assertIsToken("reader", replica);
                service.url();
                assertFalse(service.output().contains("X-Amz-Signature"), service::output);
            }
        }
    }

    @Test
    void aFunctionFromASnapshotGetsItsCredentialsFromAnAddress() throws Exception {
        HttpServer credentials = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        credentials.createContext("/", exchange -> {
            boolean mayAsk = "let me in".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(mayAsk ? 200 : 403, 0);
            exchange.getResponseBody().write("""
                            {"AccessKeyId":"akid","SecretAccessKey":"skid","Token":"session",
                             "Expiration":"2099-01-01T00:00:00Z"}
                            """.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        credentials.start();
        try (PasswordRecorder primary = new PasswordRecorder()) {
            Map<String, String> environment = withIam(primary);
            environment.put("AWS_REGION", "eu-central-1");
            environment.put(
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                    "http://127.0.0.1:" + credentials.getAddress().getPort());
            environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "let me in");
            try (RunningPackage service = RunningPackage.start(environment)) {
                assertIsToken("writer", primary);
                service.url();
            }
        } finally {
            credentials.stop(0);
        }
    }

    @Test
    void doesNotStartWithoutWhatATokenIsMadeOf() throws Exception {
        try (PasswordRecorder primary = new PasswordRecorder()) {
            Map<String, String> environment = withIam(primary);
            environment.put("AWS_ACCESS_KEY_ID", "akid");
            try (RunningPackage service = RunningPackage.start(environment)) {
                String told = service.outputOfFailedStart();
                assertTrue(told.contains("iam-auth needs AWS_REGION, AWS_SECRET_ACCESS_KEY in the environment"), told);
                assertFalse(told.contains("\tat "), told);
            }
        }
    }

    @Test
    void migratesAndExits() throws Exception {
        try (DevCluster cluster = DevCluster.withStandbys(0)) {
            Map<String, String> environment = RunningPackage.on(cluster);
            environment.put("USER_SERVICE_MIGRATE_ONLY", "true");
            environment.put("QUARKUS_FLYWAY_MIGRATE_AT_START", "true");
            try (RunningPackage task = RunningPackage.start(environment)) {
                assertEquals(0, task.exitCode(), task::output);
                assertFalse(task.output().contains("istening on"), task::output);
                String tables = "select count(*) from information_schema.tables where table_name = 'users'";
                assertEquals("1", Superuser.ask(cluster.primary(), tables));
            }
        }
    }

    @Test
    void saysInOneLineWhyItCannotMigrate() throws Exception {
        try (PasswordRecorder nobody = new PasswordRecorder()) {
            Map<String, String> environment = Map.of(
                    "QUARKUS_DATASOURCE_JDBC_URL", url(nobody),
                    "QUARKUS_DATASOURCE_USERNAME", "owner",
                    "QUARKUS_DATASOURCE_PASSWORD", "secret",
                    "QUARKUS_FLYWAY_CONNECT_RETRIES", "0",
                    "USER_SERVICE_AUTH", "none",
                    "USER_SERVICE_MIGRATE_ONLY", "true");
            try (RunningPackage task = RunningPackage.start(environment)) {
                assertEquals(1, task.exitCode(), task::output);
                assertEquals(
                        1,
                        task.output()
                                .lines()
                                .filter(line -> line.contains("not migrated: "))
                                .count(),
                        task::output);
                assertFalse(task.output().contains("\tat "), task::output);
            }
        }
    }

    /** The variables for a primary that is logged in to with tokens, without those that AWS sets. */
    private static Map<String, String> withIam(PasswordRecorder primary) {
        return new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", url(primary),
                "QUARKUS_DATASOURCE_USERNAME", "writer",
                "QUARKUS_FLYWAY_MIGRATE_AT_START", "false",
                "USER_SERVICE_AUTH", "none",
                "USER_SERVICE_DATABASE_IAM_AUTH", "true"));
    }

    private static String url(PasswordRecorder server) {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/users";
    }

    private static void assertIsToken(String user, PasswordRecorder server) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !server.passwords().isEmpty());
        String token = server.passwords().get(0);
        String address = "127.0.0.1:" + server.port();
        assertTrue(token.startsWith(address + "/?Action=connect&DBUser=" + user + "&X-Amz-Algorithm="), token);
        assertTrue(token.contains("&X-Amz-Credential=akid%2F"), token);
        assertTrue(token.contains("%2Feu-central-1%2Frds-db%2Faws4_request&"), token);
        assertEquals(64, token.length() - token.lastIndexOf('=') - 1, token);
    }
}
