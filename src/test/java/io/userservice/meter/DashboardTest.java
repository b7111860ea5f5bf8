package io.userservice.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard can be imported anywhere: the data source, the job and the instances are chosen in it. */
class DashboardTest {

    private static final Pattern SELECTOR = Pattern.compile("[a-z_]+(_total|_seconds|_bytes|_\\w+)?\\{([^}]*)}");

    private final JsonNode dashboard = Observability.dashboard();

    DashboardTest() throws IOException {}

    @Test
    void dataSourceJobAndInstancesAreVariables() {
        assertEquals(List.of("datasource", "job", "instance"), texts(dashboard.at("/templating/list"), "name"));
        for (JsonNode target : targets()) {
            assertEquals("${datasource}", target.at("/datasource/uid").asText(), target.toString());
            String expression = target.get("expr").asText();
            Matcher selector = SELECTOR.matcher(expression);
            int selectors = 0;
            while (selector.find()) {
                selectors++;
                assertTrue(selector.group(2).startsWith("job=~\"$job\", instance=~\"$instance\""), expression);
            }
            assertTrue(selectors >= new Expression(expression).metrics().size(), expression);
        }
    }

    @Test
    void eachPanelHasATitleAUnitAndAPlaceOfItsOwn() {
        Set<String> places = new HashSet<>();
        Set<String> titles = new HashSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertTrue(
                    titles.add(panel.get("title").asText()), panel.get("title").asText());
            assertTrue(places.add(panel.at("/gridPos/x") + "," + panel.at("/gridPos/y")), panel.toString());
            if (!panel.get("type").asText().equals("row")) {
                assertTrue(panel.at("/fieldConfig/defaults/unit").isTextual(), panel.toString());
                assertTrue(panel.get("description").asText().length() > 10, panel.toString());
                assertTrue(panel.get("targets").size() > 0, panel.toString());
            }
        }
    }

    @Test
    void itHasARowForEachThing() {
        assertEquals(
                List.of("Servers", "Reads and writes", "Lag", "Waits", "Pools", "HTTP", "JVM"),
                dashboard.get("panels").findParents("collapsed").stream()
                        .map(row -> row.get("title").asText())
                        .toList());
    }

    @Test
    void promtoolUnderstandsEachQuery(@TempDir Path folder) throws Exception {
        List<Map<String, String>> rules = targets().stream()
                .map(target -> target.get("expr").asText().replace("$__rate_interval", "5m"))
                .distinct()
                .map(expression ->
                        Map.of("record", "query:" + Integer.toHexString(expression.hashCode()), "expr", expression))
                .toList();
        Path file = folder.resolve("queries.yaml");
        new YAMLMapper()
                .writeValue(file.toFile(), Map.of("groups", List.of(Map.of("name", "queries", "rules", rules))));
        Promtool.run("check", "rules", file.toString());
    }

    private List<JsonNode> targets() {
        return dashboard.findParents("expr");
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.findValues(field).stream().map(JsonNode::asText).toList();
    }
}
