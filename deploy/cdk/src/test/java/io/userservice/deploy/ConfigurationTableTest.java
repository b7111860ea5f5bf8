package io.userservice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.deploy.choice.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What deploy/README.md says that each target sets is what its stack sets; the service's own tests compare the settings. */
class ConfigurationTableTest {

    private static final Path README = Path.of("../README.md");
    private static final String HEAD = "| Variable | Default | Service on ECS | Migration | Function |";
    private static final String NOT_SET = "–";
    private static final String SET = "set";

    @ParameterizedTest
    @EnumSource
    void theTableIsOfTheStacks(Engine engine) throws IOException {
        Synthesis synthesis = Synthesis.with(engine);
        var stacks = synthesis.stacks;
        assertEquals(
                told(engine, 3),
                both(synthesis.environment(stacks.ecs(), "service"), synthesis.secrets(stacks.ecs(), "service")));
        assertEquals(
                told(engine, 4),
                both(
                        synthesis.environment(stacks.migration(), "migration"),
                        synthesis.secrets(stacks.migration(), "migration")));
        assertEquals(told(engine, 5), both(synthesis.functionEnvironment(stacks.lambda()), Map.of()));
    }

    /** The values in that column that are in code, and which others there are. */
    private static Map<String, String> told(Engine engine, int column) throws IOException {
        List<String> lines = Files.readAllLines(README);
        Map<String, String> told = new TreeMap<>();
        for (String line : lines.subList(lines.indexOf(HEAD) + 2, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            String[] cells = line.split(" *\\| *");
            String cell = ofEngine(engine, cells[column]);
            if (!cell.equals(NOT_SET)) {
                told.put(cells[1].replace("`", ""), cell.matches("`[^`]*`") ? cell.replace("`", "") : SET);
            }
        }
        return told;
    }

    /** What is said for this engine, where engines differ. Native executables are what the stacks have by default. */
    private static String ofEngine(Engine engine, String cell) {
        List<String> said = new ArrayList<>();
        for (String part : cell.replace("native: ", "").split("; ")) {
            if (!part.matches("(RDS|Aurora): .*")) {
                return part;
            }
            if (part.toUpperCase(Locale.ROOT).startsWith(engine + ":")) {
                said.add(part.substring(part.indexOf(' ') + 1));
            }
        }
        return said.isEmpty() ? NOT_SET : said.get(0);
    }

    /** All that is set, a replica's for all of them; where the table has no value in code, only that it is set. */
    private static Map<String, String> both(Map<String, String> environment, Map<String, String> secrets) {
        Map<String, String> all = new TreeMap<>();
        environment.forEach((name, value) -> all.put(
                name.replaceAll("_REPLICA_\\d_", "_REPLICA_n_"), value.matches("[a-z_]+|[0-9]+S?") ? value : SET));
        secrets.keySet().forEach(name -> all.put(name, SET));
        return all;
    }
}
