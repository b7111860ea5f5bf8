package io.userservice.user;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.userservice.Users;
import io.userservice.api.Contract;
import io.userservice.devcluster.ClusterResource;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.metamodel.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a {@link User} has goes through every operation; a field that one of them forgets is told with it. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class EveryFieldTest {

    /** What the service makes by itself. Clients see it. */
    private static final Set<String> MADE = Set.of("id", "version", "createdAt", "updatedAt");

    /** What it makes for itself: this, and the keys. */
    private static final String HIDDEN = "keyedAt|.*Key";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    EntityManager entities;

    private final List<String> failures = new ArrayList<>();

    @Test
    void theDocumentHasIt() {
        for (String field : written()) {
            for (String schema : List.of("NewUser", "Replacement", "UserPatch", "User")) {
                check(!Contract.schema(schema, field).isMissingNode(), "the schema " + schema + " has no " + field);
            }
            check(!example(field).isMissingNode(), "the schema of " + field + " has no example");
        }
        for (String field : seen()) {
            check(Contract.requires("User", field), "the schema User does not require " + field);
        }
        assertEquals("", String.join("\n", failures), "openapi.yaml");
    }

    @Test
    void itGoesThroughEveryOperation() {
        assertTrue(written().containsAll(Set.of("email", "name")), () -> "looked at " + written());
        for (String field : written()) {
            ObjectNode user = JSON.createObjectNode().put("email", Users.email());
            if (!field.equals("email")) {
                user.set(field, example(field).isMissingNode() ? JSON.valueToTree("a") : example(field));
            }
            created(field, user);
            changed(field, user);
        }
        assertEquals("", String.join("\n", failures));
    }

    private void created(String field, ObjectNode user) {
        String email = user.get("email").asText();
        JsonNode value = user.get(field);
        ObjectNode items = JSON.createObjectNode();
        items.putArray("items").add(user);
        Response batch = send("/users:batch", items, "");
        expect("POST /users:batch", field, value, batch, "/items/0");
        if (batch.statusCode() != 201) {
            return;
        }
        String token = batch.header("Consistency-Token");
        String id = at(batch, "/items/0/id").asText();
        expect("GET /users/{id}", field, value, Users.getWithToken("/users/" + id, token), "");
        expect("GET /users?ids=", field, value, Users.getWithToken("/users?ids=" + id, token), "/items/0");
        expect("GET /users?email=", field, value, Users.getWithToken("/users?email=" + email, token), "/items/0");
        if (attributes().anyMatch(name -> name.equals(field + "Key"))) {
            String search = "/users?limit=200&q=" + value.asText();
            String page = Users.getWithToken(search, token).asString();
            check(page.contains(id), "GET /users?q= does not find a user by the field " + field);
        }
        String key = UUID.randomUUID().toString();
        user.put("email", Users.email());
        for (String time : List.of("POST /users", "POST /users again with its Idempotency-Key")) {
            expect(time, field, user.get(field), send("/users", user, key), "");
        }
    }

    /** From a user that has none of it: by one statement, and by an entity that is locked. */
    private void changed(String field, ObjectNode user) {
        for (String condition : List.of("", " with If-Match")) {
            String path = Users.path(Users.created());
            user.put("email", Users.email());
            Response put = change("PUT", path, condition, user);
            expect("PUT /users/{id}" + condition, field, user.get(field), put, "");
            if (put.statusCode() != 200) {
                return;
            }
            Response read = Users.getWithToken(path, put.header("Consistency-Token"));
            expect("GET /users/{id} after PUT" + condition, field, user.get(field), read, "");
            Response gone =
                    change("PUT", path, condition, JSON.createObjectNode().put("email", Users.email()));
            if (!field.equals("email")) {
                expect("PUT /users/{id} without it" + condition, field, JSON.nullNode(), gone, "");
            }
        }
        String path = Users.path(Users.created());
        user.put("email", Users.email());
        Response patch = change("PATCH", path, "", JSON.createObjectNode().set(field, user.get(field)));
        expect("PATCH /users/{id}", field, user.get(field), patch, "");
        Response read = Users.getWithToken(path, patch.header("Consistency-Token"));
        expect("GET /users/{id} after PATCH", field, user.get(field), read, "");
        if (!field.equals("email")) {
            Response gone = change("PATCH", path, "", JSON.createObjectNode().putNull(field));
            expect("PATCH /users/{id} with null", field, JSON.nullNode(), gone, "");
        }
    }

    private void expect(String operation, String field, JsonNode value, Response answer, String place) {
        JsonNode user = at(answer, place);
        JsonNode given = user.path(field);
        check(
                value.equals(given),
                operation + " loses the field " + field + ": it was " + value + " and is " + given + " in "
                        + answer.statusCode() + " " + answer.asString());
        Set<String> members = new TreeSet<>();
        user.fieldNames().forEachRemaining(members::add);
        check(members.equals(seen()), operation + " answers with " + members + " instead of " + seen());
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            failures.add(otherwise);
        }
    }

    private static JsonNode at(Response answer, String place) {
        try {
            return JSON.readTree(answer.asString()).at(place);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Response send(String path, JsonNode body, String key) {
        RequestSpecification request = given().urlEncodingEnabled(false).contentType("application/json");
        return (key.isEmpty() ? request : request.header("Idempotency-Key", key))
                .body(body.toString())
                .post(path);
    }

    private static Response change(String method, String path, String condition, JsonNode body) {
        RequestSpecification request =
                given().contentType(method.equals("PATCH") ? UserPatch.MEDIA_TYPE : "application/json");
        return (condition.isEmpty() ? request : request.header("If-Match", "*"))
                .body(body.toString())
                .request(method, path);
    }

    private static JsonNode example(String field) {
        return Contract.schema("NewUser", field).path("examples").path(0);
    }

    private Stream<String> attributes() {
        return entities.getMetamodel().entity(User.class).getAttributes().stream()
                .map(Attribute::getName);
    }

    private Set<String> seen() {
        return attributes().filter(name -> !name.matches(HIDDEN)).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> written() {
        Set<String> written = seen();
        written.removeAll(MADE);
        return written;
    }
}
