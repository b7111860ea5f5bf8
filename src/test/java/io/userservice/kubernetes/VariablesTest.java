package io.userservice.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.userservice.setting.Settings;
import io.userservice.setting.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The variables of the pods are settings that there are, and those of the stacks on AWS. */
class VariablesTest {

    private static final String TARGETS = "| Variable | Default | Service on ECS | Migration | Function |";
    private static final String NOT_SET = "–";
    private static final String SET = "set";

    /** Of the JVM, for pods whose processor time has no limit. Tasks of ECS have one. */
    private static final String OF_THE_JVM = "JDK_JAVA_OPTIONS";

    private static final String FOUND_OUT_ON_ECS = "USER_SERVICE_ZONE";

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)}");

    static Stream<Pod> pods() throws IOException {
        return PodsTest.pods();
    }

    @ParameterizedTest
    @MethodSource("pods")
    void eachIsASettingThatIsReadWhenTheServiceStarts(Pod pod) throws IOException {
        Set<String> known = new HashSet<>(Set.of(OF_THE_JVM));
        Settings.ours().keySet().forEach(name -> known.add(Settings.variable(name)));
        Settings.ofQuarkus().keySet().forEach(name -> known.add(Settings.variable(name)));
        // Others may be named by a value.
        pod.values()
                .values()
                .forEach(value -> REFERENCE.matcher(value).results().forEach(name -> known.add(name.group(1))));
        Set<String> unknown = new TreeSet<>(all(pod).keySet());
        unknown.removeAll(known);
        assertEquals(Set.of(), unknown);
    }

    @Test
    void theServiceHasThoseThatItHasOnEcs() throws IOException {
        Map<String, String> variables = all(Manifests.service().pod());
        variables.remove(OF_THE_JVM);
        variables.remove(FOUND_OUT_ON_ECS);
        assertEquals(told(2, variables), variables);
    }

    @Test
    void theMigrationHasThoseThatItHasOnEcs() throws IOException {
        Map<String, String> variables = all(Manifests.migration().pod());
        assertEquals(told(3, variables), variables);
    }

    @Test
    void theServiceLogsInAsItselfAndTheMigrationAsTheOwner() throws IOException {
        assertEquals(
                Map.of(
                        "QUARKUS_DATASOURCE_USERNAME", "user-service-database/username",
                        "QUARKUS_DATASOURCE_PASSWORD", "user-service-database/password"),
                Manifests.service().pod().secrets());
        assertEquals(
                Map.of(
                        "QUARKUS_DATASOURCE_USERNAME", "user-service-owner/username",
                        "QUARKUS_DATASOURCE_PASSWORD", "user-service-owner/password",
                        "SERVICE_PASSWORD", "user-service-database/password"),
                Manifests.migration().pod().secrets());
    }

    @Test
    void noFileHasASecretInIt() throws IOException {
        try (Stream<Path> files = Files.walk(Manifests.ROOT)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                assertFalse(text.contains("kind: Secret"), file::toString);
                assertFalse(
                        Pattern.compile("password=|://[^/\\s]*@").matcher(text).find(), file::toString);
            }
        }
        for (Pod pod : pods().toList()) {
            assertFalse(pod.values().keySet().stream().anyMatch(name -> name.contains("PASSWORD")));
        }
    }

    /** All, a replica's for all of them. */
    private static Map<String, String> all(Pod pod) {
        Map<String, String> all = new TreeMap<>();
        pod.values().forEach((name, value) -> all.put(name.replaceAll("_REPLICA_\\d_", "_REPLICA_n_"), value));
        pod.secrets().keySet().forEach(name -> all.put(name, SET));
        return all;
    }

    /** The values in that column that are in code, and for others what is there: the table says only that there is one. */
    private static Map<String, String> told(int column, Map<String, String> is) throws IOException {
        Map<String, String> told = new TreeMap<>();
        for (List<String> row : Table.of("deploy/README.md", TARGETS).rows()) {
            String name = Table.code(row.get(0)).get(0);
            String cell = row.get(column);
            if (!cell.equals(NOT_SET)) {
                told.put(name, cell.matches("`[^`]*`") ? Table.code(cell).get(0) : is.getOrDefault(name, SET));
            }
        }
        return told;
    }
}
