package io.userservice.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What runs: the template of a Deployment or a Job, which has one container, and the ConfigMaps that there are, by name. */
record Pod(JsonNode template, Map<String, JsonNode> configMaps) {

    private static final String CONFIG_MAP = "/valueFrom/configMapKeyRef";
    private static final String LABEL = "/valueFrom/fieldRef";
    private static final String SECRET = "/valueFrom/secretKeyRef";

    JsonNode spec() {
        return template.path("spec");
    }

    JsonNode container() {
        JsonNode containers = spec().path("containers");
        if (containers.size() != 1) {
            throw new AssertionError("expected one container: " + containers);
        }
        return containers.get(0);
    }

    /** Whether a selector finds it. */
    boolean hasLabels(JsonNode selector) {
        JsonNode labels = template.at("/metadata/labels");
        return !selector.isEmpty()
                && selector.properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }

    /** The environment of the container, without what comes from secrets. A label that Kubernetes has not set is empty. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonNode source : container().path("envFrom")) {
            configMap(source.at("/configMapRef/name"))
                    .properties()
                    .forEach(
                            entry -> values.put(entry.getKey(), entry.getValue().asText()));
        }
        for (JsonNode variable : container().path("env")) {
            JsonNode value = value(variable);
            if (!value.isMissingNode()) {
                values.put(variable.path("name").asText(), value.asText());
            }
        }
        return values;
    }

    /** Which key of which secret is in which variable, as {@code secret/key}. */
    Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        for (JsonNode variable : container().path("env")) {
            JsonNode secret = variable.at(SECRET);
            if (!secret.isMissingNode()) {
                secrets.put(
                        variable.path("name").asText(),
                        secret.path("name").asText() + "/" + secret.path("key").asText());
            }
        }
        return secrets;
    }

    /** The number of the port that has that name. */
    int port(String name) {
        for (JsonNode port : container().path("ports")) {
            if (port.path("name").asText().equals(name)) {
                return port.path("containerPort").asInt();
            }
        }
        throw new AssertionError("no port " + name + ": " + container().path("ports"));
    }

    /** Its probes, by the name of the field. */
    Map<String, JsonNode> probes() {
        return container().properties().stream()
                .filter(field -> field.getKey().endsWith("Probe"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private JsonNode value(JsonNode variable) {
        if (!variable.at(LABEL).isMissingNode()) {
            return TextNode.valueOf("");
        }
        JsonNode reference = variable.at(CONFIG_MAP);
        if (reference.isMissingNode()) {
            return variable.path("value");
        }
        JsonNode value =
                configMap(reference.path("name")).path(reference.path("key").asText());
        if (value.isMissingNode()) {
            throw new AssertionError("no such key: " + reference);
        }
        return value;
    }

    private JsonNode configMap(JsonNode name) {
        JsonNode map = configMaps.get(name.asText());
        if (map == null) {
            throw new AssertionError("no ConfigMap " + name + ": " + configMaps.keySet());
        }
        return map;
    }
}
