package io.userservice.history;

import static io.userservice.Patience.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client was told is written outlives the primary, and nothing else comes up: see {@link FaultyRun}. */
@QuarkusTest
@TestProfile(PrimariesFailTest.RoomForAll.class)
@WithTestResource(
        value = ClusterResource.class,
        scope = TestResourceScope.RESTRICTED_TO_CLASS,
        initArgs = {@ResourceArg(name = "standbys", value = "3"), @ResourceArg(name = "follow-primary", value = "true")
        })
class PrimariesFailTest {

    private static final int CLIENTS = 10;

    /** Reads that fall back never meet the end of their budget, so that every 503 of a read is the fault of servers. */
    public static final class RoomForAll implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("user-service.routing.fallback-budget", Integer.toString(CLIENTS + 1));
        }
    }

    @TestHTTPResource
    URI base;

    DevCluster cluster;

    /** The cluster has one server less for each primary that is lost, and cannot be used afterwards. */
    @Test
    void nothingIsLostWithThePrimary() throws Exception {
        FaultyRun run = new FaultyRun(cluster, null, base);
        Successions successions = run.faults().successions();
        successions.acknowledgeOnlyWhatAStandbyHas();
        run.check(CLIENTS, (clients, history) -> {
            for (int next = 0; next < (FaultyRun.LONG ? 5 : 1); next++) {
                withoutPrimary(clients, history, successions::switchOver);
                successions.awaitCaughtUp();
            }
            for (int lost = 0; lost < (FaultyRun.LONG ? 2 : 1); lost++) {
                // Of the standbys, one always acknowledges.
                long before = history.done();
                Duration time = Duration.ofSeconds(FaultyRun.LONG ? 60 : 2);
                run.faults().harmStandbys(2 - lost, time, () -> history.done() - before > 500);
                withoutPrimary(clients, history, successions::replacePrimary);
                long onOld = history.done();
                successions.awaitCaughtUp();
                await().atMost(Duration.ofSeconds(30)).until(() -> history.done() - onOld > 500);
            }
        });
    }

    private static void withoutPrimary(Clients clients, History history, Runnable succession) {
        long start = System.nanoTime();
        succession.run();
        await().atMost(Duration.ofSeconds(30)).until(() -> clients.write(CLIENTS));
        history.addTimeWithoutPrimary(start, System.nanoTime());
    }
}
