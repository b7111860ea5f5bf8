package io.userservice.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCredentialsTest {

    private static final String ALL =
            IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining());

    private static final List<String> DERIVED = List.of(
            "quarkus.datasource.%s",
            "quarkus.datasource.\"primary-reads\".%s",
            "quarkus.datasource.\"replica-1\".%s",
            "quarkus.datasource.\"replica-8\".%s",
            "quarkus.flyway.%s");

    /** Each printable character by itself, between others and twice; all of them; and what means something elsewhere. */
    static List<String> passwords() {
        List<String> words =
                ALL.chars().mapToObj(c -> "p%1$c3%1$c%1$cz".formatted(c)).collect(Collectors.toList());
        words.addAll(List.of(
                "!" + ALL + "~",
                "p${w}3",
                "${w}",
                "${w:}",
                "$${w}",
                "\\${w}",
                "${",
                "}",
                "p${w:x}",
                "a,b\\,c",
                "%dev.x"));
        return words;
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void aVariableIsTakenAsItIsByEveryDatasource(String word) throws IOException {
        SmallRyeConfig config = config(
                Map.of("QUARKUS_DATASOURCE_PASSWORD", word, "QUARKUS_DATASOURCE_USERNAME", "u" + word), Map.of());
        for (String name : DERIVED) {
            assertEquals(word, config.getValue(name.formatted("password"), String.class), name);
            assertEquals("u" + word, config.getValue(name.formatted("username"), String.class), name);
        }
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void aReplicaMayHaveItsOwn(String word) throws IOException {
        SmallRyeConfig config = config(
                Map.of("QUARKUS_DATASOURCE_PASSWORD", "other", "QUARKUS_DATASOURCE__REPLICA_8__PASSWORD", word),
                Map.of());
        assertEquals(word, config.getValue("quarkus.datasource.\"replica-8\".password", String.class));
        assertEquals("other", config.getValue("quarkus.datasource.\"replica-1\".password", String.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${DB_PASSWORD}", "${DB_PASSWORD:}"})
    void aFileMayReferToAVariable(String reference) throws IOException {
        SmallRyeConfig config =
                config(Map.of("DB_PASSWORD", "p${w}3"), Map.of("quarkus.datasource.password", reference));
        for (String name : DERIVED) {
            assertEquals("p${w}3", config.getValue(name.formatted("password"), String.class), name);
        }
    }

    @Test
    void aFileHasExpressionsOtherwise() throws IOException {
        Map<String, String> file = Map.of("quarkus.datasource.password", "a-${b}-${c:d}", "b", "B");
        assertEquals(
                "a-B-d",
                config(Map.of(), file).getValue("quarkus.datasource.\"primary-reads\".password", String.class));
        SmallRyeConfig unknown = config(Map.of(), Map.of("quarkus.datasource.password", "${nowhere}"));
        assertThrows(NoSuchElementException.class, () -> unknown.getValue("quarkus.datasource.password", String.class));
    }

    @Test
    void aCircleEnds() throws IOException {
        SmallRyeConfig config = config(Map.of(), Map.of("quarkus.datasource.password", "${quarkus.flyway.password}"));
        assertThrows(
                IllegalArgumentException.class, () -> config.getValue("quarkus.datasource.password", String.class));
    }

    @Test
    void nothingElseIsTouched() throws IOException {
        SmallRyeConfig config =
                config(Map.of("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://${HOST}/users", "HOST", "a"), Map.of());
        assertEquals("jdbc:postgresql://a/users", config.getValue("quarkus.datasource.jdbc.url", String.class));
    }

    @Test
    void withoutAPasswordThereIsNone() throws IOException {
        for (String name : DERIVED) {
            assertEquals(
                    "",
                    String.valueOf(config(Map.of(), Map.of())
                            .getOptionalValue(name.formatted("password"), String.class)
                            .orElse("")),
                    name);
        }
    }

    private static SmallRyeConfig config(Map<String, String> environment, Map<String, String> file) throws IOException {
        Properties ours = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            ours.load(reader);
        }
        Map<String, String> defaults = ours.stringPropertyNames().stream()
                .filter(name -> name.endsWith(".username") || name.endsWith(".password"))
                .collect(Collectors.toMap(name -> name, ours::getProperty));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withInterceptors(new ReplicaDefaults(), new PlainCredentials())
                .withSources(
                        new PropertiesConfigSource(defaults, "application.properties", 250),
                        new PropertiesConfigSource(file, "config/application.properties", 260),
                        new EnvConfigSource(environment, 300))
                .build();
    }
}
