package io.userservice.datasource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlSettingsTest {

    /** The primary's, and two of the eight. */
    private static final List<String> PLACES = List.of(
            "QUARKUS_DATASOURCE_JDBC_URL",
            "QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL",
            "QUARKUS_DATASOURCE__REPLICA_8__JDBC_URL");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres://db/users|jdbc:postgresql://db/users",
                "postgresql://db:5433/users|jdbc:postgresql://db:5433/users",
                "postgres://joe:S3cret@db/users|jdbc:postgresql://db/users",
                "postgresql://joe:S3cret/?x@y@db:1/users?sslmode=require|jdbc:postgresql://db:1/users",
                "postgres://db/users?user=joe&password=S3cret|jdbc:postgresql://db/users",
                "jdbc:postgres://db/users|jdbc:postgresql://db/users",
                "jdbc:postgresql://joe:S3cret@db/users|jdbc:postgresql://db/users",
                "db/users|jdbc:postgresql://db/users",
                "db:5432/users|jdbc:postgresql://db:5432/users",
                "//db/users|jdbc:postgresql://db/users",
                "postgresql:db/users|jdbc:postgresql://db/users",
                "postgres://a:1,b:2/users|jdbc:postgresql://a:1,b:2/users",
                "postgres://[::1]:5432/users|jdbc:postgresql://[::1]:5432/users",
                "jdbc:postgresql:///users|jdbc:postgresql://localhost/users",
                "jdbc:postgresql://|jdbc:postgresql://localhost",
                "jdbc:postgresql://:5432/users|jdbc:postgresql://db.example.com:5432/users",
                "jdbc:postgresql://a,,b/users|jdbc:postgresql://db.example.com:5432/users",
                "jdbc:postgresql://db:port/users|jdbc:postgresql://db.example.com:5432/users",
                "jdbc:postgresql://db/use rs|jdbc:postgresql://db.example.com:5432/users",
                "jdbc:mysql://joe:S3cret@db/users|jdbc:postgresql://db.example.com:5432/users",
                "https://db/users|jdbc:postgresql://db.example.com:5432/users",
            })
    void aWrongOneIsToldWhatToWriteAndNoSecret(String url, String instead) {
        for (String place : PLACES) {
            String message = assertThrows(ConfigValidationException.class, () -> start(place, url))
                    .getMessage();
            assertTrue(message.contains(" write " + instead), message);
            assertTrue(message.contains(place.contains("_8_") ? "\"replica-8\".jdbc.url" : "jdbc.url"), message);
            assertFalse(message.contains("S3cret"), message);
            assertFalse(message.contains("joe"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/users",
                "jdbc:postgresql://db.example.com:5432/users?sslmode=verify-full&options=-c%20x=y",
                "jdbc:postgresql://a,b:5433,c/users?targetServerType=primary",
                "jdbc:postgresql://[fe80::1]:5432/users",
                "jdbc:postgresql://10.0.0.7/",
                " jdbc:postgresql://db/users  ",
                "jdbc:postgresql://my_db-1/users?user=joe&password=a@b",
                "",
            })
    void aRightOneIsTaken(String url) {
        for (String place : PLACES.subList(url.isEmpty() ? 1 : 0, 3)) {
            assertDoesNotThrow(() -> start(place, url));
        }
    }

    private static void start(String place, String url) {
        new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withInterceptors(new UrlSettings())
                .withSources(
                        new EnvConfigSource(Map.of("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://a/users"), 200),
                        new EnvConfigSource(Map.of(place, url), 300))
                .withMapping(PrimaryConfig.class)
                .withMapping(ReplicasConfig.class)
                .build();
    }
}
