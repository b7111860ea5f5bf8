package io.userservice.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.CapturedLog;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a client leaves out or writes oddly, in the request line or in any header that code here reads, is answered, and not
 * with a 5xx; nothing of it is an error in the log.
 */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class OddRequestsTest {

    private static final String HOST = "Host: localhost\n";

    @TestHTTPResource
    URI base;

    private final List<String> failures = new CopyOnWriteArrayList<>();

    /** With {@code ^} for the ends of lines. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /users HTTP/1.0                                              | 200",
                "GET /users HTTP/1.0^Connection: keep-alive                      | 200",
                "HEAD /users HTTP/1.0                                             | 200",
                "GET /users?limit=1&sort=email HTTP/1.0                           | 200",
                "DELETE /users/01890a5d-ac96-774b-bcce-b302099a8057 HTTP/1.0      | 404",
                "GET /users/x HTTP/1.0                                            | 400",
                "GET /nothing HTTP/1.0                                            | 404",
                "GET /problems HTTP/1.0                                           | 200",
                "GET /q/openapi HTTP/1.0                                          | 200",
                "OPTIONS /users HTTP/1.0                                          | 200",
                // RFC 9112 section 6.3: no more than one length; 5.2: a folded line is one with a space, or refused.
                "GET /users HTTP/1.1^Host: a^Content-Length: 0^Content-Length: 1 | 400",
                "GET /users HTTP/1.1^Host: a^X: b^ c                              | 200",
                // Section 3.2.2: the whole URI; and 3.2.4: the server as such.
                "GET http://localhost/users HTTP/1.1^Host: localhost             | 200",
                "GET http://other.example/users HTTP/1.1^Host: localhost         | 200",
                "GET https://other.example:1/users?limit=1 HTTP/1.1^Host: a      | 200",
                "GET http://localhost/users HTTP/1.0                              | 200",
                "GET http://localhost HTTP/1.1^Host: localhost                   | 200",
                "OPTIONS * HTTP/1.1^Host: localhost                              | 404",
                "OPTIONS * HTTP/1.0                                               | 404",
                "GET * HTTP/1.1^Host: localhost                                  | 404",
                "GET //users HTTP/1.1^Host: localhost                            | 200",
                "GET /users?& HTTP/1.1^Host: localhost                           | 200",
                "GET /users?%zz HTTP/1.1^Host: localhost                         | 400",
                "GET /users?limit=%zz HTTP/1.1^Host: localhost                   | 400",
                "GET /users/%zz HTTP/1.1^Host: localhost                         | 400",
                "GET /users/%ff HTTP/1.1^Host: localhost                         | 400",
                "GET /users;a=b HTTP/1.1^Host: localhost                         | 200",
            })
    void requestLines(String request, int status) throws Exception {
        List<String> log =
                CapturedLog.during(() -> assertEquals(status, send(request.replace('^', '\n') + "\n\n"), request));
        assertClean(log);
    }

    @Test
    void noOddRequestLineIsA5xx() throws Exception {
        String[] targets = """
                * / // /. /.. ? # /users#a users /users/ /users// /users:batch http: http:/ http:// http:///users
                http://[/users http://a~b/users localhost:80 /% /%00 /users/%00 /users?a=%00 /\u00e9
                /users?\u00e9=\u00e9 /users?= /users?==&& /users?limit /users?limit= /users?after=%ff /users?ids=%zz
                /users?ids= /q/ /q/health /problems/%zz
                """.split("\\s+");
        List<String> log = CapturedLog.during(() -> {
            for (String method :
                    List.of("GET", "HEAD", "POST", "OPTIONS", "CONNECT", "TRACE", "PRI", "get", "G\u00e9T")) {
                for (String target : targets) {
                    send(method + " " + target.replace('~', ' ') + " HTTP/1.1\n" + HOST + "\n");
                    send(method + " " + target.replace('~', ' ') + " HTTP/1.0\n\n");
                }
            }
            for (String line :
                    List.of("GET", "GET ", "GET /users", "GET /users HTTP/9.9", "GET /users HTTP/2.0", "\u0001", " ")) {
                send(line + "\n" + HOST + "\n");
            }
        });
        assertClean(log);
    }

    @Test
    void noOddHeaderIsA5xx() throws Exception {
        String user = Users.path(Users.created());
        List<String> requests = new ArrayList<>();
        for (String header : OddHeaders.NAMES) {
            for (String value : OddHeaders.VALUES) {
                String line = header + ": " + value + "\n";
                List<String> lines = value.isEmpty() ? List.of(line, line + line, header + "\n") : List.of(line);
                for (String odd : lines) {
                    String head = header.equals("Host") ? odd : HOST + odd;
                    requests.add("GET /users?limit=1 HTTP/1.1\n" + head + "\n");
                    requests.add("GET " + user + " HTTP/1.1\n" + head + "\n");
                    requests.add("OPTIONS /users HTTP/1.1\n" + head + "\n");
                    requests.add("PATCH " + user + " HTTP/1.1\n" + head + body("application/merge-patch+json", header));
                    requests.add("POST /users HTTP/1.0\n" + odd + body("application/json", header));
                }
            }
        }
        assertClean(CapturedLog.during(() -> sendAll(requests)));
    }

    @Test
    void noOddLengthIsA5xx() throws Exception {
        List<String> heads = Stream.concat(
                        OddHeaders.VALUES.stream().map(value -> "Content-Length: " + value + "\n"),
                        """
                        Content-Length: 2^Content-Length: 3
                        Content-Length: 2, 2
                        Content-Length: +2
                        Content-Length: 2^Transfer-Encoding: chunked
                        Transfer-Encoding: gzip, chunked
                        Transfer-Encoding: chunked, chunked
                        Transfer-Encoding: identity
                        Transfer-Encoding:
                        """.lines().map(head -> head.replace('^', '\n') + "\n"))
                .filter(head -> !head.matches("Content-Length: (00?|9+)\n"))
                .toList();
        List<String> log = CapturedLog.during(() -> {
            for (String head : heads) {
                send("POST /users HTTP/1.1\n" + HOST + "Content-Type: application/json\nConnection: close\n" + head
                        + "\n{}\n0\n\n");
            }
        });
        assertClean(log);
    }

    private void assertClean(List<String> log) {
        assertEquals(List.of(), failures.stream().limit(20).toList());
        assertEquals(List.of(), log.stream().limit(5).toList());
    }

    private static String body(String type, String without) {
        String name = without.equals("Content-Type") ? "X-Other" : "Content-Type";
        return name + ": " + type + "\nContent-Length: 2\n\n{}";
    }

    /** Some at a time: they are many, and have nothing to do with each other. */
    private void sendAll(List<String> requests) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            requests.forEach(request -> calls.add(() -> send(request)));
            for (Future<Integer> answer : clients.invokeAll(calls)) {
                answer.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** The status; 0 if the connection was closed, as it may be for what is no HTTP. */
    private int send(String request) throws IOException {
        byte[] bytes = request.replaceFirst("\n\n", "\r\n\r\n")
                .replaceAll("(?<!\r)\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        String shown = request.substring(0, Math.min(200, request.length())).replace('\n', '|');
        try (Wire wire = new Wire(base)) {
            Answer answer = wire.send(request.startsWith("HEAD"), bytes);
            if (answer.status() >= 500 && answer.status() != 501 && answer.status() != 505) {
                failures.add(shown + ": " + answer.status() + " " + answer.body());
            }
            return answer.status();
        } catch (IOException e) {
            if (e instanceof SocketTimeoutException) {
                failures.add(shown + ": no answer");
            }
            return 0;
        }
    }
}
