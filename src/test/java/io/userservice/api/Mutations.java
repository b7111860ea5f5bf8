package io.userservice.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
            mutations.all.addAll(BodyMutations.of(operation));
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
        Hostile.TARGETS.forEach(target -> add(
                "a path that " + target.getKey(),
                draft -> draft.target = target.getValue().apply(draft.rawPath())));
    }
}
