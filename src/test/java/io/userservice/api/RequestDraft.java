package io.userservice.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request in the making: a good one at first. Not thread-safe. */
final class RequestDraft {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** Headers whose lines are one list (RFC 9110 section 5.3). */
    private static final Set<String> LISTS = Set.of("If-Match", "If-None-Match", "Consistency-Token");

    final Operation operation;
    String method;
    /** Takes the place of the path, if there is one; as it is sent. */
    @Nullable
    String target;

    final Map<String, String> path = new LinkedHashMap<>();
    final List<Map.Entry<String, String>> query = new ArrayList<>();
    final List<Map.Entry<String, String>> headers = new ArrayList<>();
    byte @Nullable [] body;
    /** Whether it must be refused for a reason that the document's schemas do not tell. */
    boolean refused;

    RequestDraft(Operation operation) {
        this.operation = operation;
        this.method = operation.method().toUpperCase(Locale.ROOT);
    }

    static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void give(String in, String name, String value) {
        switch (in) {
            case "path" -> path.put(name, value);
            case "query" -> query.add(Map.entry(name, value));
            default -> headers.add(Map.entry(name, value));
        }
    }

    void header(String name, @Nullable String value) {
        headers.removeIf(header -> header.getKey().equals(name));
        if (value != null) {
            headers.add(Map.entry(name, value));
        }
    }

    String rawPath() {
        if (target != null) {
            return target;
        }
        String filled = operation.path();
        for (Map.Entry<String, String> entry : path.entrySet()) {
            filled = filled.replace("{" + entry.getKey() + "}", encoded(entry.getValue()));
        }
        return filled;
    }

    byte[] toBytes() {
        List<String> parameters = query.stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .toList();
        StringBuilder head = new StringBuilder(method + " " + rawPath());
        if (!parameters.isEmpty()) {
            head.append('?').append(String.join("&", parameters));
        }
        head.append(" HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(header -> head.append(header.getKey() + ": " + header.getValue() + "\r\n"));
        if (body != null && headers.stream().noneMatch(header -> header.getKey().equals("Content-Length"))) {
            head.append("Content-Length: " + body.length + "\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body == null ? new byte[0] : body);
        return bytes.toByteArray();
    }

    /** Whether the document does not allow it, so that nothing but a refusal will do. */
    boolean isForbidden() {
        if (method.equals("OPTIONS")) {
            return false; // It does nothing, whatever comes with it.
        }
        // With another method it may be another operation of the same path, such as its GET for HEAD.
        Operation asked = Contract.operation(method, operation.path()).orElse(operation);
        return refused
                || asked.parameters().stream().anyMatch(this::breaks)
                || (asked.path().startsWith("/users")
                        && query.stream().anyMatch(parameter -> isUnknown(asked, parameter)))
                || (!asked.bodySchema().isMissingNode() && breaks(asked.bodySchema()));
    }

    private static boolean isUnknown(Operation asked, Map.Entry<String, String> parameter) {
        return asked.parameters().stream()
                .noneMatch(known -> known.path("in").asText().equals("query")
                        && known.path("name").asText().equals(parameter.getKey()));
    }

    private boolean breaks(JsonNode parameter) {
        String in = parameter.path("in").asText();
        if (in.isEmpty()) {
            try {
                JsonNode read = JSON.readTree(body);
                return read.isMissingNode()
                        || !Contract.violations(parameter, read).isEmpty();
            } catch (IOException e) {
                return true;
            }
        }
        String name = parameter.path("name").asText();
        if (in.equals("path") && target != null) {
            return false;
        }
        List<String> given = in.equals("path")
                ? List.of(path.get(name))
                : Stream.concat(
                                in.equals("query") ? query.stream() : Stream.empty(),
                                in.equals("header") ? headers.stream() : Stream.empty())
                        .filter(entry -> entry.getKey().equals(name))
                        .map(Map.Entry::getValue)
                        .toList();
        if (given.isEmpty()) {
            return false;
        }
        if (given.size() > 1 && !LISTS.contains(name)) {
            return true;
        }
        JsonNode schema = Contract.resolve(parameter.path("schema"));
        String value = in.equals("header") ? String.join(", ", given).strip() : given.get(0);
        if (!schema.path("type").asText().equals("array")) {
            return !Contract.violations(schema, Contract.typed(value, schema)).isEmpty();
        }
        ArrayNode array = JSON.createArrayNode();
        Stream.of(value.split(",", -1)).distinct().map(TextNode::new).forEach(array::add);
        return !Contract.violations(schema, array).isEmpty();
    }

    /** Percent-encoded, lone surrogates too, in what would be their UTF-8 form if they had one. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) && c < 128 || "-._~".indexOf(c) >= 0) {
                encoded.appendCodePoint(c);
                return;
            }
            byte[] bytes = c >= 0xd800 && c <= 0xdfff
                    ? new byte[] {(byte) (0xe0 | c >> 12), (byte) (0x80 | c >> 6 & 0x3f), (byte) (0x80 | c & 0x3f)}
                    : Character.toString(c).getBytes(StandardCharsets.UTF_8);
            for (byte b : bytes) {
                encoded.append("%%%02X".formatted(b));
            }
        });
        return encoded.toString();
    }
}
