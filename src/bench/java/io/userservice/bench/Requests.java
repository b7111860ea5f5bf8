package io.userservice.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The requests as bytes, made beforehand where that is possible: the load shares its processors with what it measures. */
final class Requests {

    /** As many different ones as it takes for no cache near the service to matter. */
    private static final byte[][] GETS = gets("");

    private static final AtomicLong CREATED = new AtomicLong(System.nanoTime());

    static final Supplier<byte[]> GET = () -> anyOf(GETS);
    static final Supplier<byte[]> PUT = Requests::put;
    static final Supplier<byte[]> POST = Requests::post;

    private static final byte[] FIRST_PAGE = get("/users?limit=20", "");
    static final Supplier<byte[]> PAGE = () -> FIRST_PAGE;

    /** What a service for users sees: 90 of 100 requests read, 8 change and 2 create. */
    static final Supplier<byte[]> MIXED = () -> {
        int kind = ThreadLocalRandom.current().nextInt(100);
        return kind < 90 ? anyOf(GETS) : kind < 98 ? put() : post();
    };

    /** Four changes to one new user. */
    static final Supplier<byte[]> WRITES = () -> ThreadLocalRandom.current().nextInt(5) == 0 ? post() : put();

    private Requests() {}

    /** Reads of a client that has just written through this service. */
    static Supplier<byte[]> withToken(String url) throws IOException {
        try (Client client = new Client(URI.create(url))) {
            client.send(post());
            byte[][] requests = gets("Consistency-Token: " + client.header("consistency-token") + "\r\n");
            return () -> anyOf(requests);
        }
    }

    /** A request without a body, with header lines that each end in CR LF. */
    static byte[] get(String path, String headers) {
        return bytes("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    }

    private static byte[][] gets(String headers) {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> get("/users/" + id(anyUser()), headers))
                .toArray(byte[][]::new);
    }

    private static byte[] put() {
        int user = anyUser();
        return withBody(
                "PUT /users/" + id(user),
                "{\"email\":\"user%d@example.com\",\"name\":\"User %d\"}"
                        .formatted(user, ThreadLocalRandom.current().nextInt()));
    }

    private static byte[] post() {
        return withBody("POST /users", "{\"email\":\"new" + CREATED.incrementAndGet() + "@example.com\"}");
    }

    private static byte[] withBody(String method, String body) {
        return bytes(method + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    private static String id(int user) {
        return "00000000-0000-4000-8000-%012x".formatted(user);
    }

    private static int anyUser() {
        return ThreadLocalRandom.current().nextInt(Setup.USERS);
    }

    private static byte[] anyOf(byte[][] requests) {
        return requests[ThreadLocalRandom.current().nextInt(requests.length)];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
