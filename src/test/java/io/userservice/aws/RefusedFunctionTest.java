package io.userservice.aws;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What AWS Lambda is told of a start that is refused. */
class RefusedFunctionTest {

    private final ObjectMapper json = new ObjectMapper();
    private final RefusedFunction function = new RefusedFunction(new SmallRyeConfigBuilder().build(), json);

    @Test
    void theReasonIsTheErrorOfTheInitialisation() throws Exception {
        CompletableFuture<JsonNode> told = new CompletableFuture<>();
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/2018-06-01/runtime/init/error", exchange -> {
            told.complete(json.readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        api.start();
        try {
            function.tell("127.0.0.1:" + api.getAddress().getPort(), "set USER_SERVICE_AUTH=\"none\"");
            JsonNode error = told.get(10, TimeUnit.SECONDS);
            assertEquals(
                    "set USER_SERVICE_AUTH=\"none\"", error.path("errorMessage").asText());
            assertEquals("RefusedSettings", error.path("errorType").asText());
        } finally {
            api.stop(0);
        }
    }

    @Test
    void whereNobodyListensTheStartStillEndsWithItsReason() {
        assertDoesNotThrow(() -> function.tell("127.0.0.1:1", "why"));
    }
}
