package io.userservice.lambda;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.userservice.Users;
import io.userservice.devcluster.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The package for AWS Lambda, run as Lambda runs it: what it answers to API Gateway, and what it needs. */
class LambdaIT extends FunctionFixture {

    /** What Lambda takes without a bucket (AWS Lambda's developer guide, "Lambda quotas"). */
    private static final long DIRECT_UPLOAD = 50L * 1024 * 1024;

    @Test
    void itIsSmallEnoughToBeUploaded() throws Exception {
        long size = Files.size(Path.of("target/lambda/function.zip"));
        assertTrue(size <= DIRECT_UPLOAD, size + " bytes");
    }

    @Test
    void recordedEventsAreAnswered() throws Exception {
        try (LambdaFunction function = functions.start()) {
            FunctionAnswer created = function.invoke(Events.recorded("post"));
            created.assertStatus(201);
            assertEquals("Zoë", created.body().path("name").asText());
            String cookie = created.json().path("cookies").path(0).asText();
            assertTrue(cookie.contains("HttpOnly"), created::toString);
            function.invoke(Events.recorded("post-base64")).assertStatus(201);
            function.invoke(Events.recorded("get")).assertStatus(404);
            function.invoke(Events.recorded("list")).assertStatus(200);

            String path = created.header("location");
            String token = created.header("consistency-token");
            FunctionAnswer read = function.invoke(Events.header(Events.get(path), "consistency-token", token));
            assertEquals(created.body(), read.body());
            assertTrue(read.header("served-by").startsWith("replica-"), read::toString);

            ObjectNode withCookies = Events.get(path);
            withCookies.putArray("cookies").add("a=b").add(cookie.split(";", 2)[0]);
            FunctionAnswer readWithCookie = function.invoke(withCookies);
            assertTrue(readWithCookie.header("served-by").contains("reason=token-"), readWithCookie::toString);

            FunctionAnswer head = function.invoke(Events.head(path));
            head.assertStatus(200);
            assertTrue(head.json().path("body").isNull(), head::toString);
            function.invoke(Events.header(Events.get(path), "if-none-match", "\"7\", \"0\""))
                    .assertStatus(304);
            function.invoke(Events.post("/users", "x".repeat(70_000))).assertStatus(413);
            function.invoke(Events.post("/users", "{\"email\":5}")).assertStatus(400);
            function.invoke(Events.delete(path)).assertStatus(204);
        }
    }

    @Test
    void manyUsersAreCreatedAtOnce() throws Exception {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            items.append(i == 0 ? "" : ",")
                    .append("{\"email\":\"")
                    .append(Users.email())
                    .append("\"}");
        }
        try (LambdaFunction function = functions.start()) {
            FunctionAnswer created = function.invoke(Events.post("/users:batch", "{\"items\":[" + items + "]}"));
            created.assertStatus(201);
            assertEquals(1000, created.body().path("items").size());
        }
    }

    @Test
    void aFunctionHoldsFewConnections() throws Exception {
        try (LambdaFunction function = functions.start()) {
            String path = function.invoke(Events.newUser()).header("location");
            functions.awaitReplicas();
            functions.readFromEachReplica(function, path);
            function.invoke(Events.header(Events.get(path), "consistency", "strong"));
            await().atMost(LIMIT).until(function.api()::isIdle);
            assertEquals(3, functions.connections(functions.cluster().primary()), "one writes, one reads, one probes");
            for (PostgresServer replica : functions.cluster().servers().subList(1, 3)) {
                assertEquals(2, functions.connections(replica), "one reads, one probes");
            }
        }
    }

    @Test
    void aFunctionDoesNotStartUntilItIsToldWhoIsLetIn() throws Exception {
        Map<String, String> environment = functions.environment();
        environment.remove("USER_SERVICE_AUTH");
        try (LambdaFunction function = functions.start(environment)) {
            String error = function.api().initError() + function.output();
            assertTrue(error.contains("USER_SERVICE_AUTH=none"), error);
        }
    }
}
