package io.userservice.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The objects that kustomize makes of a folder of {@code deploy/kubernetes}, without the hash in the names of ConfigMaps.
 * They are read without kustomize, of which the folders use little; {@code KustomizeTest} compares.
 */
final class Manifests {

    static final Path ROOT = Path.of("deploy/kubernetes");

    private static final YAMLMapper YAML = new YAMLMapper();

    private final List<ObjectNode> objects;

    private Manifests(List<ObjectNode> objects) {
        this.objects = objects;
    }

    /** The objects of the service. */
    static Manifests service() throws IOException {
        return read("service");
    }

    /** The objects of its migration. */
    static Manifests migration() throws IOException {
        return read("migration");
    }

    static Manifests read(String folder) throws IOException {
        Manifests manifests = new Manifests(new ArrayList<>());
        manifests.add(ROOT.resolve(folder));
        return manifests;
    }

    /** What {@code kubectl} makes of the folder. */
    static Manifests rendered(String folder) throws IOException {
        Process kubectl = new ProcessBuilder(
                        "kubectl", "kustomize", ROOT.resolve(folder).toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (JsonNode map : new Manifests(documents(text)).all("ConfigMap")) {
            String name = map.at("/metadata/name").asText();
            text = text.replace(name, name.replaceFirst("-[a-z0-9]{10}$", ""));
        }
        return new Manifests(documents(text));
    }

    /** One file, as it is. */
    static JsonNode file(String name) throws IOException {
        return YAML.readTree(ROOT.resolve(name).toFile());
    }

    static JsonNode json(String text) throws IOException {
        return YAML.readTree(text);
    }

    Set<JsonNode> objects() {
        return Set.copyOf(objects);
    }

    List<? extends JsonNode> all(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    /** The one object of that kind. */
    JsonNode only(String kind) {
        List<? extends JsonNode> found = all(kind);
        if (found.size() != 1) {
            throw new AssertionError(kind + ": expected one, found " + found);
        }
        return found.get(0);
    }

    /** What runs: the Deployment's pods, or the Job's. */
    Pod pod() {
        List<JsonNode> workloads = new ArrayList<>(all("Deployment"));
        workloads.addAll(all("Job"));
        if (workloads.size() != 1) {
            throw new AssertionError("expected one, found " + workloads);
        }
        return new Pod(
                workloads.get(0).at("/spec/template"),
                all("ConfigMap").stream()
                        .collect(
                                Collectors.toMap(map -> map.at("/metadata/name").asText(), map -> map.path("data"))));
    }

    private void add(Path folder) throws IOException {
        JsonNode kustomization =
                YAML.readTree(folder.resolve("kustomization.yaml").toFile());
        for (JsonNode file : kustomization.path("resources")) {
            objects.add((ObjectNode) YAML.readTree(folder.resolve(file.asText()).toFile()));
        }
        for (JsonNode generator : kustomization.path("configMapGenerator")) {
            objects.add(configMap(folder, generator));
        }
        for (JsonNode component : kustomization.path("components")) {
            add(folder.resolve(component.asText()));
        }
        if (kustomization.has("namespace")) {
            objects.forEach(
                    object -> ((ObjectNode) object.path("metadata")).set("namespace", kustomization.path("namespace")));
        }
        for (JsonNode image : kustomization.path("images")) {
            String name =
                    image.path("newName").asText() + ":" + image.path("newTag").asText();
            objects.stream()
                    .flatMap(object -> object.findParents("image").stream())
                    .filter(parent -> parent.path("image")
                            .asText()
                            .equals(image.path("name").asText()))
                    .forEach(parent -> ((ObjectNode) parent).put("image", name));
        }
    }

    private static ObjectNode configMap(Path folder, JsonNode generator) throws IOException {
        ObjectNode map = YAML.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").set("name", generator.path("name"));
        ObjectNode data = map.putObject("data");
        for (JsonNode literal : generator.path("literals")) {
            String[] parts = literal.asText().split("=", 2);
            data.put(parts[0], parts[1]);
        }
        for (JsonNode file : generator.path("files")) {
            data.put(file.asText(), Files.readString(folder.resolve(file.asText())));
        }
        return map;
    }

    private static List<ObjectNode> documents(String text) throws IOException {
        try (var documents = YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(text)) {
            return documents.readAll();
        }
    }
}
