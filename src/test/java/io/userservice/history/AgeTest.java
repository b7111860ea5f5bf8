package io.userservice.history;

import static io.userservice.Patience.pass;
import static io.userservice.devcluster.Faults.withReplayPaused;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** Both replicas show less and less of what is there, and are not late enough to be left out. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class AgeTest {

    @TestHTTPResource
    URI base;

    @Test
    void whoAsksForAYoungStateGetsNoOlderOne() throws Exception {
        assertEquals(Set.of(), violated(Manner.SENDS_TOKENS));
    }

    /** The control: the rule does find what is too old. */
    @Test
    void whoDoesNotAskGetsOldOnes() throws Exception {
        assertEquals(Set.of(Rule.TOO_OLD), violated(Manner.IGNORES_AGE));
    }

    private Set<Rule> violated(Manner manner) throws Exception {
        History history = new History();
        withReplayPaused(
                "replica-1",
                () -> withReplayPaused("replica-2", () -> {
                    try (Clients clients = new Clients(base, history, manner, 1)) {
                        clients.startWatching(2);
                        // Twice as long as a state may be old.
                        pass(Duration.ofSeconds(2));
                        clients.stop();
                    }
                }));
        return Checker.violations(history).stream().map(Violation::rule).collect(Collectors.toSet());
    }
}
