package io.userservice.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ClusterResource.class)
class UserRaceTest {

    private static final int CLIENTS = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void oneOfSeveralSimultaneousPostsOfAnAddressWins() throws Exception {
        for (int round = 0; round < 50; round++) {
            Map<String, String> body = Map.of("email", Users.email());
            List<Integer> statuses = statuses(together(() -> Requests.send("POST", "/users", body)));
            assertEquals(List.of(201, 409, 409, 409), statuses, "round " + round);
        }
    }

    @Test
    void simultaneousPutsOfAUserAllSucceedAndAreAllCounted() throws Exception {
        Response created = Requests.send("POST", "/users", Map.of("email", Users.email()));
        String path = "/users/" + created.path("id");
        for (int round = 0; round < 20; round++) {
            List<Response> responses = together(() -> Requests.send("PUT", path, Map.of("email", Users.email())));
            assertEquals(List.of(200, 200, 200, 200), statuses(responses));
            List<Integer> versions = responses.stream()
                    .map(response -> response.<Integer>path("version"))
                    .sorted()
                    .toList();
            int first = round * CLIENTS + 1;
            assertEquals(List.of(first, first + 1, first + 2, first + 3), versions);
        }
    }

    @Test
    void putAgainstDeleteIsNoServerError() throws Exception {
        for (int round = 0; round < 20; round++) {
            Response created = Requests.send("POST", "/users", Map.of("email", Users.email()));
            String path = "/users/" + created.path("id");
            AtomicInteger turn = new AtomicInteger();
            List<Integer> statuses = statuses(together(() -> turn.getAndIncrement() % 2 == 0
                    ? Requests.send("PUT", path, Map.of("email", Users.email()))
                    : Requests.send("DELETE", path, Map.of())));
            assertTrue(Set.of(200, 204, 404).containsAll(statuses), () -> "statuses " + statuses);
            assertEquals(1, statuses.stream().filter(status -> status == 204).count());
        }
    }

    /** Two users swap addresses at once: each waits for the other's, which PostgreSQL may end as a deadlock after 1 s. */
    @Test
    void swapOfAddressesIsNoServerError() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<String> emails = List.of(Users.email(), Users.email());
            List<String> paths = new ArrayList<>();
            for (String email : emails) {
                paths.add("/users/"
                        + Requests.send("POST", "/users", Map.of("email", email))
                                .path("id"));
            }
            AtomicInteger turn = new AtomicInteger();
            List<Integer> statuses = statuses(together(() -> {
                int i = turn.getAndIncrement() % 2;
                return Requests.send("PUT", paths.get(i), Map.of("email", emails.get(1 - i)));
            }));
            assertTrue(Set.of(200, 409).containsAll(statuses), () -> "statuses " + statuses);
        }
    }

    private List<Response> together(Callable<Response> call) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(CLIENTS);
        List<Future<Response>> answers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            answers.add(threads.submit(() -> {
                barrier.await();
                return call.call();
            }));
        }
        List<Response> responses = new ArrayList<>();
        for (Future<Response> answer : answers) {
            responses.add(answer.get());
        }
        return responses;
    }

    private static List<Integer> statuses(List<Response> responses) {
        return responses.stream().map(Response::statusCode).sorted().toList();
    }
}
