package io.userservice.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each alert says what it is about, leads to a paragraph that says what to do, and is tested. */
class AlertsTest {

    private static final String PAGE = "operations.md";
    private static final Pattern SECTION = Pattern.compile("(?m)^#{2,3} (.+)\\n((?:(?!#).*\\n?)*)");

    private final Map<String, String> sections = new HashMap<>();

    AlertsTest() throws IOException {
        Matcher section = SECTION.matcher(Files.readString(Path.of("src/site/markdown", PAGE)));
        while (section.find()) {
            sections.put(section.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'), section.group(2));
        }
    }

    static List<JsonNode> alerts() throws IOException {
        return Observability.alerts();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void hasWhatAnOperatorNeeds(JsonNode alert) {
        String name = alert.get("alert").asText();
        assertTrue(name.matches("UserService[A-Z]\\w+"), name);
        assertTrue(alert.get("for").asText().matches("\\d+m"), name);
        assertTrue(
                Set.of("critical", "warning")
                        .contains(alert.at("/labels/severity").asText()),
                name);
        assertTrue(alert.at("/annotations/summary").asText().length() > 20, name);
        String[] runbook = alert.at("/annotations/runbook_url").asText().split("#");
        assertEquals(PAGE, runbook[0], name);
        String paragraph = sections.get(runbook[1]);
        assertNotNull(paragraph, () -> PAGE + " has no section " + runbook[1]);
        assertTrue(paragraph.contains("`" + name + "`"), () -> runbook[1] + " does not name " + name);
    }

    @Test
    void eachParagraphIsOfAnAlert() throws IOException {
        Set<String> names = new HashSet<>();
        alerts().forEach(alert -> names.add(alert.get("alert").asText()));
        Matcher named = Pattern.compile("`(UserService[A-Z]\\w+)`").matcher(String.join("\n", sections.values()));
        Set<String> found = new HashSet<>();
        while (named.find()) {
            // The stacks of the CDK have such names, too.
            if (!named.group(1).matches("UserService(Shared|Ecs|Lambda|Migration)")) {
                found.add(named.group(1));
            }
        }
        assertEquals(names, found);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void isTestedInACaseInWhichItFiresAndInOneInWhichItIsSilent(JsonNode alert) throws IOException {
        Set<Boolean> fires = new HashSet<>();
        for (JsonNode expectation : Observability.expectations()) {
            if (expectation.get("alertname").equals(alert.get("alert"))) {
                fires.add(!expectation.get("exp_alerts").isEmpty());
            }
        }
        assertEquals(Set.of(true, false), fires);
    }

    @Test
    void promtoolRunsTheirTests() throws Exception {
        String folder = Observability.FOLDER + "/";
        Promtool.run("check", "rules", folder + "alerts.yaml");
        Promtool.run("test", "rules", folder + "alerts.test.yaml");
    }
}
