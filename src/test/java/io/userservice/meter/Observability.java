package io.userservice.meter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files for Prometheus and Grafana. */
final class Observability {

    static final Path FOLDER = Path.of("deploy/observability");

    private Observability() {}

    /** The alert rules. */
    static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : yaml("alerts.yaml").get("groups")) {
            group.get("rules").forEach(alerts::add);
        }
        return alerts;
    }

    /** What each test of the alert rules expects: the name of an alert, and what fires. */
    static List<JsonNode> expectations() throws IOException {
        List<JsonNode> expectations = new ArrayList<>();
        for (JsonNode test : yaml("alerts.test.yaml").get("tests")) {
            test.get("alert_rule_test").forEach(expectations::add);
        }
        return expectations;
    }

    static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
    }

    /** All queries of alerts and of the dashboard. */
    static List<Expression> expressions() throws IOException {
        return Stream.concat(alerts().stream().map(alert -> alert.get("expr")), dashboard().findValues("expr").stream())
                .map(JsonNode::asText)
                .map(Expression::new)
                .toList();
    }

    private static JsonNode yaml(String file) throws IOException {
        return new YAMLMapper().readTree(FOLDER.resolve(file).toFile());
    }
}
