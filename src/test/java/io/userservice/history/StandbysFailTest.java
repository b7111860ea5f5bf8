package io.userservice.history;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.NetworkedResource;
import io.userservice.devcluster.NetworkedResource.Networks;
import io.userservice.replication.Readiness;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever standbys do, alone and at once, no client sees an old state and none meets an error: see {@link FaultyRun}. */
@QuarkusTest
@WithTestResource(value = NetworkedResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class StandbysFailTest {

    /** Fewer than reads may fall back at once, with a pool of 20, so that every 503 of a read is the fault of servers. */
    private static final int CLIENTS = 4;

    @TestHTTPResource
    URI base;

    DevCluster cluster;

    Networks networks;

    @BeforeEach
    @AfterEach
    void allServersAreUp() {
        Readiness.awaitAllUp();
    }

    @Test
    void nobodySeesAnOlderStateAndNobodyMeetsAnError() throws Exception {
        FaultyRun run = new FaultyRun(cluster, networks, base);
        Duration time = Duration.ofSeconds(FaultyRun.LONG ? 180 : 4);
        run.check(CLIENTS, (clients, history) -> run.faults().harmStandbys(2, time, () -> history.done() > 1_000));
    }
}
