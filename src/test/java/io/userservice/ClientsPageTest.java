package io.userservice;

import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.userservice.devcluster.ClusterResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the examples of {@code clients.md} where no replica has what they write: without their tokens nothing is found. */
@QuarkusTest
@TestProfile(CookieAndShortTimes.class)
@WithTestResource(ClusterResource.class)
class ClientsPageTest {

    private static final Logger log = Logger.getLogger(ClientsPageTest.class);

    private static final Path PAGE = Path.of("src/site/markdown/clients.md");

    private static final String USE_IN_JAVASCRIPT = """
            const client = new ConsistentClient();
            const headers = { 'Content-Type': 'application/json' };
            const email = `js.${process.hrtime.bigint()}@example.com`;
            const created = await client.fetch(process.env.users, { method: 'POST', headers, body: JSON.stringify({ email }) });
            const { id } = await created.json();
            const reads = await Promise.all([1, 2, 3].map(() => client.fetch(`${process.env.users}/${id}`)));
            console.log(reads.map((read) => read.status).join(' '));
            """;

    private static final String USE_IN_PYTHON = """

            import json, os, time
            client, users = ConsistentClient(), os.environ['users']
            body = json.dumps({'email': f'py.{time.time_ns()}@example.com'}).encode()
            created = client.open(urllib.request.Request(users, body, {'Content-Type': 'application/json'}))
            user = json.load(created)['id']
            print(*[client.open(urllib.request.Request(f'{users}/{user}')).status for _ in range(3)])
            """;

    @TestHTTPResource
    URI base;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void curl(int example) throws Exception {
        String shown = whereNoReplicaHasIt("sh", examples("sh").get(example), "sh");
        assertTrue(shown.contains("\"Ada\""), shown);
    }

    @Test
    void javaScript() throws Exception {
        assertEquals("200 200 200", whereNoReplicaHasIt("node", examples("js").get(0) + USE_IN_JAVASCRIPT, "mjs"));
    }

    @Test
    void python() throws Exception {
        assertEquals(
                "200 200 200", whereNoReplicaHasIt("python3", examples("python").get(0) + USE_IN_PYTHON, "py"));
    }

    /** Many threads that share one client; a version that anybody was shown is not followed by an older one. */
    @Test
    void java() throws Exception {
        try (PageClient client = new PageClient(examples("java").get(0), folder)) {
            withReplayPaused("replica-2", () -> shareAmongThreads(client));
        }
    }

    private void shareAmongThreads(PageClient client) throws Exception {
        HttpResponse<?> created = client.send(withBody(HttpRequest.newBuilder(base.resolve("/users")), "POST"));
        URI user = base.resolve(created.headers().firstValue("Location").orElseThrow());
        AtomicInteger seen = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> work = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            boolean writes = thread == 0;
            work.add(threads.submit(() -> {
                for (int i = 0; i < 50; i++) {
                    HttpRequest.Builder request = HttpRequest.newBuilder(user);
                    if (writes) {
                        withBody(request, "PUT");
                    }
                    int before = seen.get();
                    HttpResponse<?> answer = client.send(request);
                    assertEquals(200, answer.statusCode(), () -> String.valueOf(answer.body()));
                    int version = version(answer);
                    assertTrue(version >= before, () -> version + " after " + before);
                    seen.accumulateAndGet(version, Math::max);
                }
                return null;
            }));
        }
        threads.shutdown();
        for (Future<?> each : work) {
            each.get();
        }
    }

    private static HttpRequest.Builder withBody(HttpRequest.Builder request, String method) {
        String body = "{\"email\":\"" + Users.email() + "\"}";
        return request.method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
    }

    private static int version(HttpResponse<?> answer) {
        return Pattern.compile("\"version\":(\\d+)")
                .matcher(String.valueOf(answer.body()))
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private String whereNoReplicaHasIt(String program, String script, String extension) throws Exception {
        assumeTrue(isThere(program), "skipped: there is no " + program);
        Path file = Files.writeString(folder.resolve("example." + extension), script);
        StringBuilder output = new StringBuilder();
        withReplayPaused(
                "replica-1", () -> withReplayPaused("replica-2", () -> output.append(run(program, file.toString()))));
        return output.toString().strip();
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, program.equals("sh") ? "-c" : "--version", "curl --version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            log.warnf("an example of clients.md is not tested: there is no %s", program);
            return false;
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("users", base.resolve("/users").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** The examples in a language, as they stand on the page. */
    static List<String> examples(String language) throws IOException {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
