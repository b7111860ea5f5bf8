package io.userservice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the client of {@code clients.md} keeps when answers overtake each other. The token of an answer is its path. */
@Timeout(60)
class PageClientTest {

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch lateArrived = new CountDownLatch(1);
    private final CountDownLatch lateMayAnswer = new CountDownLatch(1);
    private volatile Set<String> sent = Set.of();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void itSendsWhatItHasSeenAndNothingThatALaterAnswerCovers() throws Exception {
        try (PageClient client = client()) {
            client.send(request("/1"));
            assertEquals(Set.of(), sent);
            client.send(request("/2"));
            assertEquals(Set.of("1"), sent);
            client.send(request("/3"));
            assertEquals(Set.of("2"), sent);
        }
    }

    @Test
    void anAnswerThatWasOvertakenCoversNothingOfWhatTheOtherShowed() throws Exception {
        try (PageClient client = client()) {
            Future<?> late = threads.submit(() -> client.send(request("/late")));
            lateArrived.await();
            client.send(request("/now"));
            lateMayAnswer.countDown();
            late.get();
            client.send(request("/last"));
            assertEquals(Set.of("now", "late"), sent);
        }
    }

    private PageClient client() throws Exception {
        return new PageClient(ClientsPageTest.examples("java").get(0), folder);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(1);
        try (exchange) {
            sent = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Consistency-Token"))
                    .map(tokens -> tokens.split(", *"))
                    .map(tokens -> Set.of(tokens))
                    .orElse(Set.of());
            if (name.equals("late")) {
                lateArrived.countDown();
                lateMayAnswer.await();
            }
            exchange.getResponseHeaders().set("Consistency-Token", name);
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
