package io.userservice.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.userservice.Users;
import io.userservice.api.Mutations.Mutation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What can be done to the JSON body of a good request of an operation. */
final class BodyMutations {

    private final Operation operation;
    private final List<Mutation> all = new ArrayList<>();

    private BodyMutations(Operation operation) {
        this.operation = operation;
    }

    static List<Mutation> of(Operation operation) {
        BodyMutations mutations = new BodyMutations(operation);
        mutations.all();
        return mutations.all;
    }

    private void add(String what, Consumer<RequestDraft> change) {
        all.add(new Mutation(what, change));
    }

    private void all() {
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
}
