package io.userservice.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The page on configuration and the tables of deploy/README.md say what the configuration classes and files have. The CDK's
 * tests compare the stacks.
 */
class ConfigurationTablesTest {

    private static final String TARGETS = "| Variable | Default | Service on ECS | Migration | Function |";
    private static final String FUNCTION = "| Variable | Default | Function |";

    @Test
    void thePageHasEverySettingOfOursOnce() throws IOException {
        List<String> properties = ConfigurationPage.rendered().properties();
        Set<String> missing = new TreeSet<>(Settings.ours().keySet());
        properties.forEach(missing::remove);
        assertEquals(Set.of(), missing, () -> "have no row in " + ConfigurationPage.TEMPLATE);
        Set<String> superfluous = new TreeSet<>(properties);
        superfluous.removeIf(name -> !name.startsWith("user-service."));
        superfluous.removeAll(Settings.ours().keySet());
        assertEquals(Set.of(), superfluous, () -> "are no settings of ours, but in " + ConfigurationPage.TEMPLATE);
        assertEquals(properties.stream().distinct().toList(), properties);
    }

    @Test
    void thePageIsUpToDate() throws IOException {
        String page = ConfigurationPage.rendered().text();
        if (System.getProperty("update") != null) {
            Files.writeString(ConfigurationPage.PAGE, page);
        }
        List<String> committed =
                Files.exists(ConfigurationPage.PAGE) ? Files.readAllLines(ConfigurationPage.PAGE) : List.of();
        List<String> expected = page.lines().toList();
        for (int i = 0; i < Math.max(expected.size(), committed.size()); i++) {
            String is = i < committed.size() ? committed.get(i) : "not there";
            String shouldBe = i < expected.size() ? expected.get(i) : "not there";
            if (!is.equals(shouldBe)) {
                fail(
                        "%s is stale; rewrite it: ./mvnw test -Dtest=ConfigurationTablesTest -Dupdate%nLine %d is: %s%nand should be: %s"
                                .formatted(ConfigurationPage.PAGE, i + 1, is, shouldBe));
            }
        }
    }

    @Test
    void everyVariableOfATargetIsASettingWithThatDefault() throws IOException {
        Map<String, String> known = new HashMap<>();
        Settings.ofService().forEach((name, value) -> known.put(Settings.variable(name), value));
        Settings.ours().forEach((name, value) -> known.put(Settings.variable(name), value));
        for (Table table : List.of(Table.of("deploy/README.md", TARGETS), Table.of("deploy/README.md", FUNCTION))) {
            for (List<String> row : table.rows()) {
                String name = Table.code(row.get(0)).get(0);
                List<String> told = Table.code(row.get(1));
                assertTrue(!name.startsWith("USER_SERVICE_") || known.containsKey(name), name);
                String value = known.getOrDefault(name, "");
                if (!value.isEmpty() && !value.contains("${")) {
                    assertEquals(List.of(value), told, name);
                }
            }
        }
    }

    @Test
    void whatThePackageForLambdaBringsAlongIsTold() throws IOException {
        Map<String, String> told = new TreeMap<>();
        Table.of("deploy/README.md", FUNCTION)
                .rows()
                .forEach(row -> told.put(
                        Table.code(row.get(0)).get(0), Table.code(row.get(2)).get(0)));
        Map<String, String> brought = new TreeMap<>();
        Settings.ofFunction().forEach((name, value) -> {
            String another =
                    brought.put(Settings.variable(name).replaceAll("__(PRIMARY_READS|REPLICA_n)__", "_"), value);
            assertTrue(another == null || another.equals(value), name);
        });
        brought.remove("CONFIG_ORDINAL");
        assertEquals(brought, told);
    }
}
