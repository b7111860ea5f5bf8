package io.userservice.user;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.userservice.OnlyAsService;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import io.userservice.idempotency.IdempotentRequests;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A POST that is sent again with its Idempotency-Key, as after a 503 "outcome unknown". */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class IdempotencyTest {

    private final String key = UUID.randomUUID().toString();
    private final String email = Users.email();

    @Test
    void theSameRequestGetsTheFirstAnswerAgain() {
        Response first = post(key, email);
        first.then().statusCode(201);
        Users.put(Users.path(first), Users.email()).then().statusCode(200);
        for (Response again : List.of(post(key, email), post('"' + key + '"', email))) {
            assertEquals(201, again.statusCode());
            assertEquals(first.asString(), again.asString());
            assertEquals(first.header("Location"), again.header("Location"));
            assertEquals("\"0\"", again.header("ETag"));
            Users.token(again);
        }
    }

    @Test
    void theSameBatchGetsTheFirstAnswerAgain() {
        Response first = batch(email);
        first.then().statusCode(201);
        assertEquals(first.asString(), batch(email).asString());
        Users.assertProblem(422, "/problems/idempotency-key-reused", batch(Users.email()));
        Users.assertProblem(422, "/problems/idempotency-key-reused", post(key, email));
    }

    @Test
    void anotherBodyUnderTheSameKeyIsRefused() {
        post(key, email).then().statusCode(201);
        Users.assertProblem(422, "/problems/idempotency-key-reused", post(key, Users.email()));
    }

    @Test
    void aRequestThatFailedCanBeSentAgain() {
        Response taken = Users.created();
        Users.assertProblem(409, "/problems/email-taken", post(key, taken.path("email")));
        given().delete(Users.path(taken)).then().statusCode(204);
        post(key, taken.path("email")).then().statusCode(201);
    }

    /** The first waits for another transaction to decide about the address; the second does not wait for the first. */
    @Test
    @OnlyAsService(OnlyAsService.ONE_AT_A_TIME)
    void aSecondRequestWhileTheFirstRunsIsRefusedAtOnce() throws Exception {
        PostgresServer primary = ClusterResource.cluster().server("primary");
        CompletableFuture<Response> first;
        try (Connection other = Superuser.connect(primary);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("insert into users values (gen_random_uuid(), 0, '" + email + "', null, now(), now())");
            first = CompletableFuture.supplyAsync(() -> post(key, email));
            await().until(() -> Superuser.ask(
                            primary, "select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                    .equals("1"));
            Response second = post(key, email);
            Users.assertProblem(409, "/problems/request-in-progress", second);
            assertEquals("1", second.header("Retry-After"));
            other.rollback();
        }
        assertEquals(201, first.get().statusCode());
        assertEquals(first.get().asString(), post(key, email).asString());
    }

    @Test
    void anExpiredKeyIsForgottenAndRemoved() {
        Response first = post(key, email);
        String other = UUID.randomUUID().toString();
        post(other, Users.email()).then().statusCode(201);
        PostgresServer primary = ClusterResource.cluster().server("primary");
        Superuser.ask(
                primary,
                "update first_answers set expires_at = now() - interval '1 second' where id in ('%s', '%s') returning 1"
                        .formatted(IdempotentRequests.id("", key), IdempotentRequests.id("", other)));
        given().delete(Users.path(first)).then().statusCode(204);
        Response again = post(key, email);
        again.then().statusCode(201);
        assertNotEquals(first.<String>path("id"), again.path("id"));
        assertEquals(
                "0",
                Superuser.ask(
                        primary,
                        "select count(*) from first_answers where id = '%s'"
                                .formatted(IdempotentRequests.id("", other))));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\"\"", "a b", "\"a", "é", "a\"b"})
    void whatIsNoKeyIsNamed(String malformed) {
        post(malformed, email).then().statusCode(400).body("violations.field", equalTo(List.of("Idempotency-Key")));
    }

    @Test
    void aKeyThatIsTooLongIsNamed() {
        post("x".repeat(256), email).then().statusCode(400);
        post("x".repeat(255), email).then().statusCode(201);
    }

    private static Response post(String key, String email) {
        return given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(Map.of("email", email))
                .post("/users");
    }

    private Response batch(String email) {
        return given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(Map.of("items", List.of(Map.of("email", email))))
                .urlEncodingEnabled(false)
                .post("/users:batch");
    }
}
