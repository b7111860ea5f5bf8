package io.userservice.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.userservice.history.History.Kind;
import io.userservice.history.History.Operation;
import io.userservice.history.History.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that write and read users at the same time, each one request after the other. What each wants next follows from
 * the seed; what is there to choose from, also from what the others did.
 */
final class Clients implements AutoCloseable {

    /** Longer than any answer may take while a server hangs; a request without an answer by then has failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int KEPT = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether a client does what the documentation asks of it. */
    enum Manner {
        SENDS_TOKENS,
        /** Believes in its session, but does not send its token. */
        IGNORES_TOKENS
    }

    private record User(String id, String email) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI users;
    private final History history;
    private final Manner manner;
    private final long seed;
    private final List<User> shared = new CopyOnWriteArrayList<>();
    private final List<User> all = new CopyOnWriteArrayList<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean stopped;

    Clients(URI base, History history, Manner manner, long seed) {
        this.users = base.resolve("/users");
        this.history = history;
        this.manner = manner;
        this.seed = seed;
    }

    void start(int count) {
        for (int client = 0; client < count; client++) {
            Client started = new Client(client);
            running.add(threads.submit(started::run));
        }
    }

    /** Returns when every client has its last answer. */
    void stop() throws Exception {
        stopped = true;
        for (Future<?> client : running) {
            client.get();
        }
    }

    /** Reads on the primary what has become of every user. */
    void readLast() {
        Client reader = new Client(History.NOBODY);
        all.forEach(reader::readLast);
    }

    /** Writes once. Whether that was done; on record like every other write. */
    boolean write(int client) {
        return new Client(client).post() == Outcome.DONE;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private final class Client {
        private final int number;
        private final Random random;
        private final List<User> own = new ArrayList<>();
        private String token = "";
        private int writes;

        Client(int number) {
            this.number = number;
            this.random = new Random(seed * 1_000 + number);
        }

        void run() {
            while (!stopped) {
                step();
            }
        }

        private void step() {
            boolean mine = shared.isEmpty() || random.nextBoolean();
            List<User> from = List.copyOf(mine ? own : shared); // The others change what is shared.
            int choice = random.nextInt(100);
            if (from.isEmpty() || choice < 8) {
                post();
                return;
            }
            User user = from.get(random.nextInt(from.size()));
            if (choice < 40) {
                put(user);
            } else if (choice < 43) {
                delete(user);
            } else {
                String level = choice < 46 ? "strong" : choice < 49 ? "bounded;max-staleness=1" : "session";
                read(user, level, choice < 95);
            }
        }

        Outcome post() {
            String value = number + "-" + writes++;
            String email = "h" + seed + "-" + value + "-" + System.nanoTime() + "@example.com";
            HttpRequest.Builder request = HttpRequest.newBuilder(users).POST(body(email, value));
            Operation created = perform(Kind.WRITE, "", value, request, true);
            if (created.outcome() == Outcome.DONE) {
                User user = new User(created.user(), email);
                all.add(user);
                own.add(user);
                if (own.size() > KEPT) {
                    own.remove(0);
                }
                if (shared.size() < KEPT) {
                    shared.add(user);
                }
            }
            return created.outcome();
        }

        private void put(User user) {
            String value = number + "-" + writes++;
            perform(Kind.WRITE, user.id, value, request(user).PUT(body(user.email, value)), true);
        }

        private void delete(User user) {
            own.remove(user);
            shared.remove(user);
            perform(Kind.DELETE, user.id, "", request(user).DELETE(), true);
        }

        private void read(User user, String level, boolean session) {
            perform(Kind.READ, user.id, "", request(user).header("Consistency", level), session);
        }

        void readLast(User user) {
            perform(Kind.LAST, user.id, "", request(user).header("Consistency", "strong"), false);
        }

        private HttpRequest.Builder request(User user) {
            return HttpRequest.newBuilder(URI.create(users + "/" + user.id));
        }

        private HttpRequest.BodyPublisher body(String email, String value) {
            return BodyPublishers.ofString("{\"email\":\"" + email + "\",\"name\":\"" + value + "\"}");
        }

        private Operation perform(Kind kind, String user, String value, HttpRequest.Builder request, boolean session) {
            request.timeout(PATIENCE).header("Content-Type", "application/json");
            boolean carriesToken = session && !token.isEmpty();
            if (carriesToken && manner == Manner.SENDS_TOKENS) {
                request.header("Consistency-Token", token);
            }
            long start = System.nanoTime();
            Answer answer;
            try {
                answer = Answer.of(http.send(request.build(), BodyHandlers.ofString()));
            } catch (IOException e) {
                answer = new Answer(Outcome.FAILED, user, -1, value, "", e.toString());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (session && !answer.token.isEmpty()) {
                token = answer.token;
            }
            Operation operation = new Operation(
                    number,
                    kind,
                    user.isEmpty() ? answer.user : user,
                    session,
                    start,
                    System.nanoTime(),
                    answer.outcome,
                    answer.version,
                    answer.outcome == Outcome.DONE && kind != Kind.DELETE ? answer.value : value,
                    answer.text);
            history.add(operation);
            return operation;
        }
    }

    /** What of an answer goes on record. */
    private record Answer(Outcome outcome, String user, int version, String value, String token, String text) {

        static Answer of(HttpResponse<String> response) {
            try {
                var body = JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
                String servedBy = response.headers().firstValue("Served-By").orElse("");
                return new Answer(
                        outcome(response.statusCode(), body.path("type").asText()),
                        body.path("id").asText(),
                        body.path("version").asInt(-1),
                        body.path("name").asText(),
                        response.headers().firstValue("Consistency-Token").orElse(""),
                        response.statusCode() + " " + body.path("type").asText() + " " + servedBy);
            } catch (IOException e) {
                throw new UncheckedIOException(response.body(), e);
            }
        }

        private static Outcome outcome(int status, String type) {
            return switch (status) {
                case 200, 201, 204 -> Outcome.DONE;
                case 404 -> Outcome.ABSENT;
                case 503 -> type.endsWith("/outcome-unknown") ? Outcome.UNKNOWN : Outcome.REFUSED;
                default -> Outcome.FAILED;
            };
        }
    }
}
