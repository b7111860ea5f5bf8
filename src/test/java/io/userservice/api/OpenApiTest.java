package io.userservice.api;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import io.userservice.devcluster.ClusterResource;
import io.userservice.problem.ProblemType;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.junit.jupiter.api.Test;

/** The OpenAPI document is what is served, and says of the code neither too little nor too much. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class OpenApiTest {

    private static final String PROBLEMS = "/problems";

    @Test
    void theCommittedDocumentIsServed() throws Exception {
        JsonNode served = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json").asString());
        assertEquals(new YAMLMapper().readTree(Files.readString(Contract.FILE)), served);
        assertEquals("3.1.0", served.path("openapi").asText());
    }

    @Test
    void itHasTheOperationsOfTheCodeAndNoOthers() throws Exception {
        String scanned = SmallRyeOpenAPI.builder()
                .withConfig(new SmallRyeConfigBuilder().build())
                .enableStandardStaticFiles(false)
                .enableStandardFilter(false)
                .withIndex(classes())
                .build()
                .toJSON();
        // The catalogue of problems and what leads to it are not of a resource class: they must answer when no server
        // does.
        Set<String> documented = signatures(Contract.root());
        documented.removeIf(signature -> signature.contains(" " + PROBLEMS) || signature.startsWith("get / "));
        assertEquals(signatures(new ObjectMapper().readTree(scanned)), documented);
    }

    @Test
    void itHasEachKindOfProblemWithItsStatusAndAnExample() {
        JsonNode responses = Contract.root().path("components").path("responses");
        TreeSet<String> documented = responses
                .valueStream()
                .flatMap(response -> kinds(response.path("content").path("application/problem+json")))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> known = Stream.of(ProblemType.values())
                .map(type -> type.status() + " " + type.uri())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(known, documented);
    }

    @Test
    void itsExamplesAreValid() {
        long checked = Contract.root().findParents("examples").stream()
                .filter(parent -> parent.path("examples").isObject() && parent.has("schema"))
                .flatMap(media -> media.path("examples")
                        .valueStream()
                        .map(Contract::resolve)
                        .map(example -> {
                            assertEquals(List.of(), Contract.violations(media.path("schema"), example.path("value")));
                            return example;
                        }))
                .count();
        assertTrue(checked > 20, () -> "looked at " + checked);
    }

    /** The kinds that both the schema and the examples have. */
    private static Stream<String> kinds(JsonNode media) {
        JsonNode constraints = media.path("schema").path("allOf").path(1).path("properties");
        List<String> examples = media.path("examples").findValuesAsText("type");
        return constraints
                .path("type")
                .path("enum")
                .valueStream()
                .map(JsonNode::asText)
                .filter(uri -> examples.contains(uri) && !uri.equals("about:blank"))
                .map(uri -> constraints.path("status").path("const").asInt() + " " + uri);
    }

    /** A line for each operation: method, path, parameters of the path, media types of the body and of success. */
    private static Set<String> signatures(JsonNode document) {
        Set<String> lines = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> Contract.METHODS.contains(member.getKey()))
                        .forEach(member -> lines.add(String.join(
                                " ",
                                member.getKey(),
                                path.getKey(),
                                parameters(member.getValue()),
                                mediaTypes(body(member.getKey(), member.getValue())),
                                member.getValue().path("responses").properties().stream()
                                        .filter(response -> response.getKey().startsWith("2"))
                                        .map(response -> mediaTypes(Contract.resolve(response.getValue())))
                                        .collect(Collectors.joining())))));
        return lines;
    }

    /** The scanner takes the headers that are injected into a GET or DELETE for its body. */
    private static JsonNode body(String method, JsonNode operation) {
        return Set.of("post", "put", "patch").contains(method)
                ? operation.path("requestBody")
                : MissingNode.getInstance();
    }

    private static String parameters(JsonNode operation) {
        return operation
                .path("parameters")
                .valueStream()
                .map(Contract::resolve)
                .filter(parameter -> parameter.path("in").asText().equals("path"))
                .map(parameter -> parameter.path("name").asText())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String mediaTypes(JsonNode holder) {
        return holder.path("content")
                .propertyStream()
                .map(Map.Entry::getKey)
                .sorted()
                .toList()
                .toString();
    }

    private static Index classes() throws Exception {
        Indexer indexer = new Indexer();
        try (Stream<Path> files = Files.walk(Path.of("target/classes/io/userservice"))) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".class")).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    indexer.index(in);
                }
            }
        }
        return indexer.complete();
    }
}
