package io.userservice.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.userservice.history.Clients.User;
import io.userservice.history.History.Kind;
import io.userservice.history.History.Operation;
import io.userservice.history.History.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One of {@link Clients}, with a token of its own. Confined to its thread. */
final class Client {

    /** Longer than any answer may take while a server hangs; a request without an answer by then has failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int KEPT = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clients others;
    private final int number;
    private final Random random;
    private final List<User> own = new ArrayList<>();
    private String token = "";

    Client(Clients others, int number) {
        this.others = others;
        this.number = number;
        this.random = new Random(others.seed * 1_000 + number);
    }

    void run() {
        while (!others.areStopped()) {
            step();
        }
    }

    private void step() {
        boolean mine = others.shared.isEmpty() || random.nextBoolean();
        List<User> from = List.copyOf(mine ? own : others.shared); // The others change what is others.shared.
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
            Level level = choice < 46 ? Level.STRONG : choice < 56 ? Level.BOUNDED : Level.SESSION;
            read(user, level, choice < 95);
        }
    }

    /** What a read asks for, and how old what it is shown may be then. */
    enum Level {
        STRONG("strong", Duration.ZERO),
        BOUNDED("bounded;max-staleness=1", Duration.ofSeconds(1)),
        SESSION("session", null);

        private final String header;
        private final long maxAge;

        Level(String header, Duration maxAge) {
            this.header = header;
            this.maxAge = maxAge == null ? History.ANY_AGE : maxAge.toNanos();
        }
    }

    Outcome post() {
        String value = number + "-" + others.writes.getAndIncrement();
        String email = "h" + others.seed + "-" + value + "-" + System.nanoTime() + "@example.com";
        HttpRequest.Builder request = HttpRequest.newBuilder(others.users()).POST(body(email, value));
        Operation created = perform(Kind.WRITE, "", value, Level.SESSION, request, true);
        if (created.outcome() == Outcome.DONE) {
            User user = new User(created.user(), email);
            others.all.add(user);
            own.add(user);
            if (own.size() > KEPT) {
                own.remove(0);
            }
            if (others.shared.size() < KEPT) {
                others.shared.add(user);
            }
        }
        return created.outcome();
    }

    void put(User user) {
        String value = number + "-" + others.writes.getAndIncrement();
        perform(Kind.WRITE, user.id(), value, Level.SESSION, request(user).PUT(body(user.email(), value)), true);
    }

    /** The user that it created last. */
    User newest() {
        return own.get(own.size() - 1);
    }

    private void delete(User user) {
        own.remove(user);
        others.shared.remove(user);
        perform(Kind.DELETE, user.id(), "", Level.SESSION, request(user).DELETE(), true);
    }

    void read(User user, Level level, boolean session) {
        perform(Kind.READ, user.id(), "", level, request(user), session);
    }

    void readLast(User user) {
        perform(Kind.LAST, user.id(), "", Level.STRONG, request(user), false);
    }

    private HttpRequest.Builder request(User user) {
        return HttpRequest.newBuilder(URI.create(others.users() + "/" + user.id()));
    }

    private HttpRequest.BodyPublisher body(String email, String value) {
        return BodyPublishers.ofString("{\"email\":\"" + email + "\",\"name\":\"" + value + "\"}");
    }

    private Operation perform(
            Kind kind, String user, String value, Level level, HttpRequest.Builder request, boolean session) {
        request.timeout(PATIENCE).header("Content-Type", "application/json");
        if (level != Level.SESSION && others.manner != Clients.Manner.IGNORES_AGE) {
            request.header("Consistency", level.header);
        }
        boolean carriesToken = session && !token.isEmpty();
        if (carriesToken && others.manner != Clients.Manner.IGNORES_TOKENS) {
            request.header("Consistency-Token", token);
        }
        long start = System.nanoTime();
        Answer answer;
        try {
            answer = Answer.of(others.http.send(request.build(), BodyHandlers.ofString()));
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
                level.maxAge,
                start,
                System.nanoTime(),
                answer.outcome,
                answer.version,
                answer.outcome == Outcome.DONE && kind != Kind.DELETE ? answer.value : value,
                answer.text);
        others.history.add(operation);
        return operation;
    }

    /** What of an answer goes on record. */
    private record Answer(Outcome outcome, String user, int version, String value, String token, String text) {

        static Answer of(HttpResponse<String> response) {
            try {
                JsonNode body = JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
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
