package io.userservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Superuser;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A start whose settings are wrong says which and what to write, and has left an empty database empty. */
class RefusedStartIT {

    private static final DevCluster CLUSTER = DevCluster.withStandbys(0);

    private static final String TABLES = "select count(*) from pg_tables where schemaname = 'public'";

    @AfterAll
    static void stopCluster() {
        CLUSTER.close();
    }

    /** Each case is a start. All that is wrong in one of them is told by it. */
    static Stream<Arguments> settings() {
        return Stream.of(
                refused(
                        "which mappings judge",
                        Map.of(
                                "USER_SERVICE_LIMITS_MAX_WAIT", "5 seconds",
                                "USER_SERVICE_REPLICATION_MAX_LAG_BYTES", "8XB",
                                "USER_SERVICE_STATEMENT_TIMEOUT_WRITES", "10",
                                "USER_SERVICE_ROUTING_FALLBACK", "ture",
                                "USER_SERVICE_REPLICAS__REPLICA_1__WEIGHT", "0",
                                "QUARKUS_DATASOURCE_JDBC_MAX_SIZE", "0",
                                "QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_SOCKETTIMEOUT", "30s",
                                "QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL", "postgres://a/users"),
                        "user-service.limits.max-wait",
                        "must be a time such as 250ms",
                        "user-service.replication.max-lag-bytes",
                        "must be a size in bytes such as 8M",
                        "user-service.statement-timeout.writes",
                        "must be a time such as 500ms, 3s or 1min",
                        "user-service.routing.fallback",
                        "must be true or false, and not ture",
                        "user-service.replicas.\"replica-1\".weight",
                        "write jdbc:postgresql://a/users",
                        "QUARKUS_DATASOURCE_JDBC_MAX_SIZE",
                        "write a number of connections, such as 20",
                        "QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_SOCKETTIMEOUT",
                        "write a number of seconds without a unit, such as 30"),
                refused(
                        "which the judge is told of",
                        Map.of(
                                "USER_SERVICE_AUTH", "",
                                "QUARKUS_DATASOURCE__REPLICA_9__JDBC_URL", "jdbc:postgresql://a/users",
                                "QUARKUS_DATASOURCE_REPLICA_2_JDBC_URL", "jdbc:postgresql://a/users",
                                "USER_SERVICE_REPLICATION_MAX_BAN", "1s",
                                "USER_SERVICE_REPLICAS_DISCOVERY", "dns"),
                        "USER_SERVICE_AUTH=none",
                        "There is no datasource for QUARKUS_DATASOURCE__REPLICA_9__JDBC_URL.",
                        "Write QUARKUS_DATASOURCE__REPLICA_2__JDBC_URL",
                        "USER_SERVICE_REPLICATION_MAX_BAN (user-service.replication.max-ban) is 1000ms",
                        "set USER_SERVICE_REPLICAS_DISCOVERY_HOST"),
                refused(
                        "a key that is not there",
                        Map.of(
                                "USER_SERVICE_AUTH", "jwt",
                                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", "/no/such/key.pem",
                                "MP_JWT_VERIFY_ISSUER", "https://idp.example.com",
                                "MP_JWT_VERIFY_AUDIENCES", "users"),
                        "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                        "/no/such/key.pem: there is no such file. Write the path"),
                refused(
                        "a key that is a directory",
                        Map.of(
                                "USER_SERVICE_AUTH", "jwt",
                                "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                                        Path.of("target").toAbsolutePath().toString(),
                                "MP_JWT_VERIFY_ISSUER", "https://idp.example.com",
                                "MP_JWT_VERIFY_AUDIENCES", "users"),
                        "that is a directory. Write the path"),
                refused(
                        "a login by IAM without a user",
                        Map.of(
                                "USER_SERVICE_DATABASE_IAM_AUTH", "true",
                                "AWS_REGION", "eu-central-1",
                                "AWS_ACCESS_KEY_ID", "akid",
                                "AWS_SECRET_ACCESS_KEY", "skid",
                                "QUARKUS_DATASOURCE_USERNAME", ""),
                        "set QUARKUS_DATASOURCE_USERNAME"),
                refused(
                        "sizes and times of Quarkus",
                        Map.of(
                                "QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE", "8 bytes",
                                "QUARKUS_HTTP_LIMITS_MAX_HEADER_SIZE", "much",
                                "QUARKUS_HTTP_IDLE_TIMEOUT", "75 seconds"),
                        "quarkus.http.limits.max-body-size",
                        "must be a size in bytes such as 8M (or 512, 64K, 1G), and not 8 bytes"));
    }

    /** With virtual threads there is nothing to refuse. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void moreRequestsThanWorkerThreads() throws Exception {
        leavesAnEmptyDatabaseEmpty(
                "requests",
                Map.of("USER_SERVICE_LIMITS_MAX_REQUESTS", "500", "QUARKUS_THREAD_POOL_MAX_THREADS", "200"),
                new String[] {
                    "USER_SERVICE_LIMITS_MAX_REQUESTS (user-service.limits.max-requests) is 500", "write 199 or less"
                });
    }

    private static Arguments refused(String what, Map<String, String> settings, String... words) {
        return Arguments.of(what, settings, words);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void leavesAnEmptyDatabaseEmpty(String what, Map<String, String> settings, String[] words) throws Exception {
        Map<String, String> environment = RunningPackage.on(CLUSTER);
        environment.putAll(settings);
        try (RunningPackage service = RunningPackage.start(environment)) {
            String output = service.outputOfFailedStart();
            for (String word : words) {
                assertTrue(output.contains(word), () -> word + " is not in:\n" + output);
            }
            assertFalse(output.contains("\tat "), output);
        }
        assertEquals("0", Superuser.ask(CLUSTER.primary(), TABLES));
    }

    @Test
    void aSizeMayBeWrittenAsPeopleDo() throws Exception {
        try (DevCluster other = DevCluster.withStandbys(0)) {
            Map<String, String> environment = RunningPackage.on(other);
            environment.put("QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE", "8MB");
            try (RunningPackage service = RunningPackage.start(environment)) {
                service.url();
            }
        }
    }
}
