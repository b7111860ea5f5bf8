package io.userservice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.replication.Lag;
import io.userservice.replication.ServerChange;
import io.userservice.replication.ServerState;
import io.userservice.replication.ServerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which changes are kept. */
class RecentChangesTest {

    @Test
    void theLastFiftyAreKeptTheNewestFirst() {
        RecentChanges changes = new RecentChanges(() -> true);
        IntStream.rangeClosed(1, 60).mapToObj(RecentChangesTest::change).forEach(changes::add);
        List<String> servers =
                changes.newestFirst().stream().map(ServerChange::server).toList();
        assertEquals(50, servers.size());
        assertEquals("60", servers.get(0));
        assertEquals("11", servers.get(49));
    }

    @Test
    void noneIsKeptWithoutAPage() {
        RecentChanges changes = new RecentChanges(() -> false);
        changes.add(change(1));
        assertEquals(List.of(), changes.newestFirst());
    }

    private static ServerChange change(int server) {
        return new ServerChange(
                String.valueOf(server), "10.0.0.7:5432", status(ServerState.UP), status(ServerState.BANNED));
    }

    private static ServerStatus status(ServerState state) {
        return new ServerStatus(
                state, Instant.EPOCH, "", null, Lag.NONE, 0, 0, Duration.ZERO, Instant.MIN, Instant.MIN);
    }
}
