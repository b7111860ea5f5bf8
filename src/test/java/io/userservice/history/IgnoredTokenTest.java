package io.userservice.history;

import static io.userservice.devcluster.Faults.withApplyDelay;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.devcluster.ClusterResource;
import io.userservice.history.Checker.Rule;
import io.userservice.history.Checker.Violation;
import io.userservice.history.Clients.Manner;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The real thing for {@link Checker}: what the other histories find nothing in is not nothing. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class IgnoredTokenTest {

    @TestHTTPResource
    URI base;

    @Test
    void clientsThatIgnoreTheirTokensReadStaleUsersAndMeetNothingWorse() throws Exception {
        Set<Rule> violated = violated(Manner.IGNORES_TOKENS);
        assertTrue(violated.remove(Rule.READ_YOUR_WRITES));
        violated.remove(Rule.MONOTONIC_READS);
        assertEquals(Set.of(), violated);
    }

    @Test
    void clientsThatSendTheirTokensReadNothingStale() throws Exception {
        assertEquals(Set.of(), violated(Manner.SENDS_TOKENS));
    }

    /** What clients meet that read each user just after they have changed it, while replicas are late. */
    private Set<Rule> violated(Manner manner) throws Exception {
        History history = new History();
        Duration delay = Duration.ofMillis(500);
        withApplyDelay(
                "replica-1",
                delay,
                () -> withApplyDelay("replica-2", delay, () -> {
                    try (Clients clients = new Clients(base, history, manner, 1)) {
                        clients.startPairs(4, 50);
                        clients.stop();
                    }
                }));
        return Checker.violations(history).stream().map(Violation::rule).collect(Collectors.toSet());
    }
}
