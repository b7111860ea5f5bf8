package io.userservice.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The OpenAPI document as it is committed, and what it says of an answer. Thread-safe. */
public final class Contract {

    static final Path FILE = Path.of("src/main/resources/META-INF/openapi.yaml");
    static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    /** In what every HTTP message has, or every answer of this service. */
    private static final Set<String> EVERYWHERE = Set.of(
            "content-type",
            "content-length",
            "transfer-encoding",
            "connection",
            "x-content-type-options",
            "content-security-policy");

    /** Answered for whichever path. */
    private static final Set<Integer> HTTP_LIMITS = Set.of(413, 414, 431);

    private static final String BASE = "https://user-service.example/openapi";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode ROOT = read();
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(dialect(), builder -> builder.schemas(Map.of(BASE, ROOT.toString())));
    private static final Map<JsonNode, Schema> COMPILED = new ConcurrentHashMap<>();

    private Contract() {}

    static JsonNode root() {
        return ROOT;
    }

    /** The schema of a property of a schema; missing if there is none. */
    public static JsonNode schema(String name, String property) {
        return resolve(ROOT.at("/components/schemas/" + name + "/properties/" + property));
    }

    /** Whether a schema has it in {@code required}. */
    public static boolean requires(String schema, String property) {
        return ROOT.at("/components/schemas/" + schema + "/required")
                .valueStream()
                .anyMatch(required -> required.asText().equals(property));
    }

    static Stream<Operation> operations() {
        return ROOT.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .map(member -> new Operation(path.getKey(), member.getKey(), member.getValue())));
    }

    /** The operation that the request line asks for, if there is one. */
    static Optional<Operation> operation(String method, String rawPath) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return operations()
                .filter(operation -> operation.method().toUpperCase(Locale.ROOT).equals(asked)
                        && rawPath.matches(operation.path().replaceAll("\\{\\w+}", "[^/]+")))
                .findFirst();
    }

    /** Whether the document has this path, or another one that begins with the same word. */
    static boolean isAbout(String rawPath) {
        return ROOT.path("paths")
                .propertyStream()
                .anyMatch(path ->
                        !path.getKey().equals("/") && firstWord(path.getKey()).equals(firstWord(rawPath)));
    }

    private static String firstWord(String path) {
        return path.replaceFirst("^(/[^/:]*).*", "$1");
    }

    /** The operation and the status that an answer is to, such as {@code GET /users/{id} 200}. */
    static String label(String method, String rawPath, Answer answer) {
        return operation(method, rawPath)
                        .map(operation -> operation.method().toUpperCase(Locale.ROOT) + " " + operation.path())
                        .orElse(method + " " + firstWord(rawPath) + "…, no operation,")
                + " " + answer.status();
    }

    /** Whatever in the answer to this request is not in the document; empty if all is. */
    public static List<String> complaints(String method, String rawPath, Answer answer) {
        String status = Integer.toString(answer.status());
        JsonNode responses = operation(method, rawPath)
                .filter(operation -> !HTTP_LIMITS.contains(answer.status()) && !answer.isNoHttp())
                .map(operation -> operation.node().path("responses"))
                .orElse(ROOT.path("x-answers-of-every-path"));
        JsonNode declared = resolve(responses.path(status));
        if (declared.isMissingNode()) {
            return List.of("the status is not declared");
        }
        List<String> complaints = new ArrayList<>();
        checkHeaders(declared.path("headers"), answer, complaints);
        checkBody(declared.path("content"), method.equals("HEAD"), answer, complaints);
        return complaints;
    }

    private static void checkHeaders(JsonNode declared, Answer answer, List<String> complaints) {
        for (String name : answer.headers().keySet()) {
            if (!EVERYWHERE.contains(name.toLowerCase(Locale.ROOT))
                    && declared.propertyStream()
                            .noneMatch(member -> member.getKey().equalsIgnoreCase(name))) {
                complaints.add("header " + name + " is not declared");
            }
        }
        declared.properties().forEach(member -> {
            JsonNode header = resolve(member.getValue());
            Optional<String> value = answer.header(member.getKey());
            if (value.isEmpty() && header.path("required").asBoolean()) {
                complaints.add("header " + member.getKey() + " is missing");
            }
            value.map(text -> violations(header.path("schema"), typed(text, header.path("schema"))))
                    .filter(violations -> !violations.isEmpty())
                    .ifPresent(violations -> complaints.add("header " + member.getKey() + ": " + violations));
        });
    }

    private static void checkBody(JsonNode content, boolean head, Answer answer, List<String> complaints) {
        if (head || (answer.body().isEmpty() && content.isMissingNode())) {
            return;
        }
        if (answer.body().isEmpty()
                && answer.status() == 400
                && answer.mediaType().isEmpty()) {
            return; // It was no HTTP.
        }
        JsonNode schema = content.path(answer.mediaType()).path("schema");
        if (schema.isMissingNode()) {
            complaints.add("a body of the type '" + answer.mediaType() + "' is not declared");
            return;
        }
        try {
            complaints.addAll(violations(schema, JSON.readTree(answer.body())));
        } catch (IOException e) {
            complaints.add("the body is no JSON");
        }
    }

    /** Where a value breaks a schema of the document, and how; the same words for all values that break it so. */
    static List<String> violations(JsonNode schema, JsonNode value) {
        return COMPILED.computeIfAbsent(schema, SCHEMAS::getSchema).validate(value).stream()
                .map(SchemaViolation::words)
                .distinct()
                .toList();
    }

    static JsonNode typed(String text, JsonNode schema) {
        return schema.path("type").asText().equals("integer") && text.matches("-?\\d{1,18}")
                ? JSON.getNodeFactory().numberNode(Long.parseLong(text))
                : new TextNode(text);
    }

    /** What a reference leads to; anything else is returned as it is. */
    static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? ROOT.at(node.path("$ref").asText().substring(BASE.length() + 1)) : node;
    }

    /** That of schemas; the document around them is no schema, but is read as one. A keyword of neither is an error. */
    private static Dialect dialect() {
        return Dialect.builder(Dialects.getDraft202012())
                .keywords(ROOT.propertyStream()
                        .map(member -> new NonValidationKeyword(member.getKey()))
                        .toList())
                .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
                .build();
    }

    /** References are made absolute, so that every part of the document is a schema of its own. */
    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(Files.readString(FILE).replace("$ref: '#", "$ref: '" + BASE + "#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
