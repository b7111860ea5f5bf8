package io.userservice.trace;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;

import io.userservice.RunningPackage;
import io.userservice.devcluster.DevCluster;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The package has all that it takes to send traces to a collector, whose answers here are as empty as they may be. */
class TracesIT {

    private static final DevCluster CLUSTER = DevCluster.withStandbys(1);
    private static final Vertx VERTX = Vertx.vertx();
    private static final Queue<String> RECEIVED = new ConcurrentLinkedQueue<>();

    private static String url;

    @BeforeAll
    static void collect() throws Exception {
        HttpServer server = VERTX.createHttpServer()
                .requestHandler(TracesIT::receive)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        url = "http://127.0.0.1:" + server.actualPort();
    }

    @AfterAll
    static void stop() {
        VERTX.close();
        CLUSTER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "http/protobuf"})
    void aReadReachesTheCollector(String protocol) throws Exception {
        Map<String, String> environment = RunningPackage.on(CLUSTER, "replica-1");
        environment.put("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", url);
        environment.put("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", protocol);
        environment.put("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms");
        String trace = "%032x".formatted(System.nanoTime());
        try (RunningPackage service = RunningPackage.start(environment)) {
            given().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                    .get(service.url() + "/users");
            await("the trace " + trace).until(() -> RECEIVED.stream().anyMatch(body -> body.contains(bytes(trace))));
        }
    }

    /** As it is in a message of Protobuf. */
    private static String bytes(String hex) {
        return Buffer.buffer(HexFormat.of().parseHex(hex)).toString(StandardCharsets.ISO_8859_1);
    }

    private static void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            RECEIVED.add(body.toString(StandardCharsets.ISO_8859_1));
            if (request.path().endsWith("/Export")) {
                request.response()
                        .putHeader("content-type", "application/grpc")
                        .putTrailer("grpc-status", "0")
                        .setChunked(true)
                        .end(Buffer.buffer(new byte[5]));
            } else {
                request.response()
                        .putHeader("content-type", "application/x-protobuf")
                        .end();
            }
        });
    }
}
