package io.userservice.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.userservice.access.JwtProfile;
import io.userservice.access.Tokens;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.Superuser;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Bad input, made of the OpenAPI document: whatever is sent, the answer is one of those in the document and no 5xx, nothing that
 * the document forbids is accepted, and what is refused has changed nothing. The same requests in each run.
 */
@QuarkusTest
@TestProfile(JwtProfile.class)
@WithTestResource(ClusterResource.class)
class FuzzTest {

    private static final int SEED = 9457;
    private static final int PAIRS = 60;
    private static final String STATE =
            "select coalesce(sum(hashtextextended(row::text, 0)::numeric), 0) || ' ' || count(*)"
                    + " from (select u::text from users u union all select a::text from first_answers a) as row";

    /** Those that bad input cannot bring about: a bug, no server, and two requests at the same time. */
    private static final Set<String> NOT_BY_INPUT = Set.of("500", "503", "deleteUser 409");

    @TestHTTPResource
    URI base;

    private final Random random = new Random(SEED);
    private final List<String> failures = new ArrayList<>();
    private final Set<String> seen = new TreeSet<>();
    private Map<String, String> badTokens;
    private Wire wire;
    private Connection database;
    private Drafts drafts;
    private String state;
    private int sent;

    @Test
    void badInputIsRefusedAsDocumentedAndChangesNothing() throws Exception {
        try (Wire wire = new Wire(base);
                Connection database =
                        Superuser.connect(ClusterResource.cluster().primary())) {
            this.wire = wire;
            this.database = database;
            database.createStatement().execute("truncate users, first_answers"); // All are read after each write.
            badTokens = BadTokens.all(); // One of them takes a pair of keys, which takes a while to make.
            String token = "Bearer " + Tokens.claims("users:read users:write").sign(JwtProfile.privateKey());
            drafts = new Drafts(random, token);
            drafts.kept = create();
            drafts.victim = create();
            state = state();
            List<Operation> operations = Contract.operations().toList();
            for (Operation operation : operations) {
                fuzz(operation);
            }
            assertEquals(state, state());
            List<String> first = failures.stream().limit(40).toList();
            assertEquals(List.of(), first, () -> failures.size() + " of " + sent + " requests");
            assertTrue(sent > 2000, () -> "sent " + sent);
            Set<String> missed = declared(operations);
            missed.removeAll(seen);
            assertEquals(Set.of(), missed, "declared, and never answered");
        }
    }

    private void fuzz(Operation operation) throws Exception {
        assertTrue(send("as it should be", drafts.of(operation)).status() < 300, operation::id);
        List<Mutations.Mutation> mutations = Mutations.of(operation, badTokens);
        for (Mutations.Mutation mutation : mutations) {
            RequestDraft draft = drafts.of(operation);
            mutation.change().accept(draft);
            send(mutation.what(), draft);
        }
        for (int i = 0; i < PAIRS; i++) {
            Mutations.Mutation one = mutations.get(random.nextInt(mutations.size()));
            Mutations.Mutation other = mutations.get(random.nextInt(mutations.size()));
            RequestDraft draft = drafts.of(operation);
            one.change().accept(draft);
            other.change().accept(draft);
            draft.refused = false;
            send(one.what() + " and " + other.what(), draft);
        }
    }

    private Answer send(String what, RequestDraft draft) throws Exception {
        sent++;
        Operation operation = draft.operation;
        String label = operation.id() + ", " + printable(what) + ": ";
        Answer answer = wire.send(draft.method.equals("HEAD"), draft.toBytes());
        boolean asked = draft.method.equals(operation.method().toUpperCase(Locale.ROOT));
        // However the path is spelt, HEAD is the GET of the operation's own path; other methods are nothing there.
        List<String> own = asked || draft.method.equals("HEAD")
                ? Contract.complaints(draft.method, operation.path(), answer)
                : List.of("");
        String path = draft.rawPath().replaceAll("\\?.*", "").replaceAll("(?<=.)/$", "");
        if (!own.isEmpty() && !Contract.complaints(draft.method, path, answer).isEmpty()) {
            failures.add(label + own + Contract.complaints(draft.method, path, answer) + answer);
        }
        if (asked && own.isEmpty()) {
            seen.add(operation.id() + " " + answer.status());
        }
        if (answer.status() >= 500 || answer.body().contains("Exception")) {
            failures.add(label + answer);
        }
        if (answer.status() < 400 && draft.isForbidden()) {
            failures.add(label + "was accepted: " + answer);
        }
        if (Set.of("GET", "HEAD").contains(draft.method)) {
            return answer; // Had it changed anything, the next write would be blamed.
        }
        String now = state();
        if ((answer.status() >= 300 || draft.method.equals("OPTIONS")) && !now.equals(state)) {
            failures.add(label + "was refused, and yet something has changed: " + answer);
        }
        if (answer.status() == 204) {
            drafts.victim = create();
            now = state();
        }
        state = now;
        return answer;
    }

    private static String printable(String what) {
        return what.replaceAll("[^ -~]", "?").replaceAll("(?<=.{80}).", "");
    }

    private String create() throws Exception {
        Operation post = Contract.operation("POST", "/users").orElseThrow();
        Answer created = wire.send(false, drafts.of(post).toBytes());
        assertEquals(201, created.status(), created::body);
        return RequestDraft.JSON.readTree(created.body()).path("id").asText();
    }

    private String state() throws Exception {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(STATE)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Set<String> declared(List<Operation> operations) {
        return operations.stream()
                .flatMap(operation -> operation
                        .node()
                        .path("responses")
                        .propertyStream()
                        .filter(response -> !NOT_BY_INPUT.contains(response.getKey()))
                        .map(response -> operation.id() + " " + response.getKey()))
                .filter(answer -> !NOT_BY_INPUT.contains(answer))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
