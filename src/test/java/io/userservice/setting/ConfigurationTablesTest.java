package io.userservice.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The tables in the READMEs say what the configuration classes and files have. The CDK's tests compare the stacks. */
class ConfigurationTablesTest {

    private static final String SERVICE = "| Property, environment variable | Default | |";
    private static final String TARGETS = "| Variable | Default | Service on ECS | Migration | Function |";
    private static final String FUNCTION = "| Variable | Default | Function |";

    @Test
    void theReadmeHasEverySettingWithItsDefault() throws IOException {
        Map<String, String> told = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (List<String> row : Table.of("README.md", SERVICE).rows()) {
            List<String> names = Table.properties(row.get(0));
            List<String> defaults = Table.code(row.get(1));
            for (int i = 0; i < names.size(); i++) {
                assertTrue(seen.add(names.get(i)), names.get(i) + " is there twice");
                // Where words tell what the default is, there is none in the code.
                boolean literal =
                        row.get(1).startsWith("`") && !row.get(1).contains("with a key") && i < defaults.size();
                told.put(names.get(i), literal ? defaults.get(i) : "");
            }
        }
        assertEquals(Settings.ours(), only("user-service.", told));
        Map<String, String> others = Settings.ofService();
        others.keySet().retainAll(told.keySet());
        // The URL, user and statements of a connection refer to other settings.
        others.values().removeIf(value -> value.contains("${"));
        others.forEach((name, value) -> assertEquals(value, told.get(name), name));
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

    private static Map<String, String> only(String prefix, Map<String, String> settings) {
        Map<String, String> found = new TreeMap<>(settings);
        found.keySet().removeIf(name -> !name.startsWith(prefix));
        return found;
    }
}
