package io.userservice.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/**
 * The Runtime API of AWS Lambda, version 2018-06-01, on loopback and for one function: it hands out events and takes the
 * answers. Source: AWS Lambda Developer Guide, "Using the Lambda runtime API". Thread-safe.
 */
final class RuntimeApi implements AutoCloseable {

    private static final String VERSION = "/2018-06-01/runtime/";
    private static final int LIMIT_SECONDS = 60;
    /** What API Gateway allows a function. */
    private static final int DEADLINE_SECONDS = 29;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ObjectMapper json = new ObjectMapper();
    private final LinkedTransferQueue<Invocation> queue = new LinkedTransferQueue<>();
    private final Map<String, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<String> initError = new CompletableFuture<>();
    private final CountDownLatch readyForSnapshot = new CountDownLatch(1);
    private final CountDownLatch restored = new CountDownLatch(1);

    private record Invocation(String id, byte[] event) {}

    RuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(VERSION + "invocation/next", this::next);
        server.createContext(VERSION + "invocation/", this::answer);
        server.createContext(VERSION + "init/error", this::refuseStart);
        server.createContext(VERSION + "restore/next", this::restore);
        server.setExecutor(threads);
        server.start();
    }

    /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The function's answer to the event. */
    JsonNode invoke(JsonNode event) throws Exception {
        String id = UUID.randomUUID().toString();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        queue.put(new Invocation(id, json.writeValueAsBytes(event)));
        return (JsonNode) CompletableFuture.anyOf(answer, initError.thenApply(RuntimeApi::doesNotRun))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Whether the function waits for an event: that is when Lambda freezes it. */
    boolean isIdle() {
        return queue.hasWaitingConsumer();
    }

    /** The process of the function has ended: nobody needs to wait for an answer. */
    void ended() {
        initError.complete("its process ended");
    }

    /** What the function says of a start that failed. */
    String initError() throws Exception {
        return initError.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns when the function has prepared itself for a snapshot (SnapStart). */
    void awaitReadyForSnapshot() throws InterruptedException {
        if (!readyForSnapshot.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The function did not ask for restore/next");
        }
    }

    /** Tells the function that it has been restored from the snapshot. */
    void restored() {
        restored.countDown();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void next(HttpExchange exchange) throws IOException {
        Invocation invocation;
        try {
            invocation = queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(Instant.now().plusSeconds(DEADLINE_SECONDS).toEpochMilli()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:000000000000:function:users");
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
        respond(exchange, 200, invocation.event());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        byte[] body = exchange.getRequestBody().readAllBytes();
        CompletableFuture<JsonNode> answer = answers.remove(path[path.length - 2]);
        if (answer == null) {
            respond(exchange, 400, new byte[0]);
        } else if (path[path.length - 1].equals("response")) {
            answer.complete(json.readTree(body));
            respond(exchange, 202, new byte[0]);
        } else {
            answer.completeExceptionally(new IllegalStateException("The function failed: " + new String(body, UTF_8)));
            respond(exchange, 202, new byte[0]);
        }
    }

    private void refuseStart(HttpExchange exchange) throws IOException {
        initError.complete(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        respond(exchange, 202, new byte[0]);
    }

    private void restore(HttpExchange exchange) throws IOException {
        readyForSnapshot.countDown();
        try {
            restored.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
            return;
        }
        respond(exchange, 200, new byte[0]);
    }

    private static JsonNode doesNotRun(String error) {
        throw new IllegalStateException("The function does not run: " + error);
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
