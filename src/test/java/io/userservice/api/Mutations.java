package io.userservice.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.userservice.Users;
import io.userservice.api.Contract.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be done to a good request of an operation: derived from the document. */
final class Mutations {

    /** One of them. */
    record Mutation(String what, Consumer<RequestDraft> change) {}

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get", "P(ST");

    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private final Operation operation;
    private final List<Mutation> all = new ArrayList<>();

    private Mutations(Operation operation) {
        this.operation = operation;
    }

    static List<Mutation> of(Operation operation, Map<String, String> badTokens) {
        Mutations mutations = new Mutations(operation);
        operation.parameters().forEach(mutations::parameter);
        if (!operation.bodySchema().isMissingNode()) {
            mutations.body();
        }
        mutations.mediaTypes();
        mutations.methods();
        mutations.targets();
        if (!operation.node().path("security").isEmpty()) {
            badTokens.forEach((what, token) -> mutations.add("a token that is " + what, draft -> {
                draft.header("Authorization", token.isEmpty() ? null : token);
                draft.refused = true;
            }));
        }
        return mutations.all;
    }

    private void add(String what, Consumer<RequestDraft> change) {
        all.add(new Mutation(what, change));
    }

    private void parameter(JsonNode parameter) {
        String in = parameter.path("in").asText();
        String name = parameter.path("name").asText();
        // Headers are many: each operation takes a third of the values, and another third for another header.
        int step = in.equals("header") ? 3 : 1;
        for (int i = Math.floorMod((operation.id() + name).hashCode(), step); i < Hostile.STRINGS.size(); i += step) {
            String value = Hostile.STRINGS.get(i);
            if (in.equals("path") && value.isEmpty()
                    || in.equals("header") && LONE_SURROGATE.matcher(value).find()) {
                continue; // That would be another path; and what no bytes can say.
            }
            add(name + "=" + value, draft -> {
                draft.query.removeIf(entry -> entry.getKey().equals(name));
                draft.headers.removeIf(entry -> entry.getKey().equals(name));
                draft.give(in, name, value);
                // No header can hold these; the HTTP layer refuses them.
                draft.refused |= in.equals("header") && value.matches("(?s).*[\\x00\\n\\r].*");
            });
        }
        if (!in.equals("path")) {
            add(name + " twice", draft -> {
                draft.give(in, name, "\"0\"");
                draft.give(in, name, "\"1\"");
            });
            for (String time : List.of("once", "again")) {
                add(name + "=fuzz, " + time, draft -> draft.give(in, name, "fuzz"));
            }
            add(name + " a hundred times", draft -> {
                for (int i = 0; i < 100; i++) {
                    draft.give(in, name, "1");
                }
            });
        }
    }

    private void body() {
        members("", operation.bodyExample());
        int count = Hostile.bodies(Users.json("{'email':'a@b'}")).size();
        for (int i = 0; i < count; i++) {
            int index = i;
            add("body " + index, draft -> draft.body = changed(draft.body, index));
        }
        add("no body", draft -> draft.body = new byte[0]);
    }

    private static byte[] changed(byte[] body, int index) {
        // Another mutation may have left nothing to change.
        return body.length < 2
                ? body
                : Hostile.bodies(new String(body, StandardCharsets.ISO_8859_1)).get(index);
    }

    /** Every member of the example, at whatever depth, and those that the schema has beyond it. */
    private void members(String pointer, JsonNode example) {
        if (example instanceof ObjectNode object) {
            Set<String> names = new TreeSet<>();
            object.fieldNames().forEachRemaining(names::add);
            if (pointer.isEmpty()) {
                Contract.resolve(operation.bodySchema())
                        .path("properties")
                        .fieldNames()
                        .forEachRemaining(names::add);
            }
            names.forEach(name -> {
                add("no " + pointer + "/" + name, edit(pointer, parent -> ((ObjectNode) parent).remove(name)));
                for (JsonNode value : Hostile.VALUES) {
                    String shown = value.toString();
                    add(
                            pointer + "/" + name + "=" + shown.substring(0, Math.min(shown.length(), 60)),
                            edit(pointer, parent -> ((ObjectNode) parent).set(name, value)));
                }
                members(pointer + "/" + name, object.path(name));
            });
        } else if (example instanceof ArrayNode array) {
            for (JsonNode value : Hostile.VALUES.subList(0, 12)) {
                add(pointer + "[0]", edit(pointer, parent -> ((ArrayNode) parent).set(0, value)));
            }
            add(
                    pointer + " too long",
                    edit(
                            pointer,
                            parent -> ((ArrayNode) parent)
                                    .addAll(Stream.generate(() -> array.get(0))
                                            .limit(1000)
                                            .toList())));
            members(pointer + "/0", array.get(0));
        }
    }

    private static Consumer<RequestDraft> edit(String pointer, UnaryOperator<JsonNode> change) {
        return draft -> {
            try {
                JsonNode body = RequestDraft.JSON.readTree(draft.body);
                if (body.at(pointer).isContainerNode()) {
                    change.apply(body.at(pointer));
                    draft.body = RequestDraft.bytes(body);
                }
            } catch (IOException | ClassCastException e) {
                // Another mutation has left no such member.
            }
        };
    }

    private void mediaTypes() {
        for (String type : Hostile.MEDIA_TYPES) {
            add("Accept: " + type, draft -> draft.header("Accept", type));
            add("Content-Type: " + type, draft -> draft.header("Content-Type", type));
        }
        add("no Content-Type", draft -> draft.header("Content-Type", null));
        add("a body in parts", draft -> draft.header("Content-Type", "multipart/form-data; boundary=x"));
        add("a compressed body", draft -> draft.header("Content-Encoding", "gzip"));
        add("a huge Content-Length", draft -> {
            draft.body = new byte[0];
            draft.header("Content-Length", "99999999");
            draft.refused = true;
        });
        add("a header that is too long", draft -> {
            draft.header("X-Fuzz", "x".repeat(40_000));
            draft.refused = true;
        });
        add("an unknown header", draft -> draft.header("X-Fuzz", "x"));
        add("an unknown parameter", draft -> draft.give("query", "fuzz", "x"));
        add("a parameter without a name", draft -> draft.give("query", "", "x"));
        add("a parameter with a strange name", draft -> draft.give("query", "\u0000\ud83d", "x"));
    }

    private void methods() {
        Set<String> declared = Contract.operations()
                .filter(other -> other.path().equals(operation.path()))
                .map(other -> other.method().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        for (String method : METHODS) {
            if (!declared.contains(method)) {
                add(method, draft -> {
                    draft.method = method;
                    draft.refused = !Set.of("HEAD", "OPTIONS").contains(method);
                });
            }
        }
    }

    private void targets() {
        Hostile.TARGETS.forEach(
                (what, change) -> add("a path that " + what, draft -> draft.target = change.apply(draft.rawPath())));
    }
}
