package io.userservice.history;

import static io.userservice.Patience.await;
import static io.userservice.devcluster.Superuser.ask;

import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Who is the primary of a cluster, who follows it, and who comes next. For one thread. */
final class Successions {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Consumer<String> log;
    private final List<PostgresServer> standbys;
    private PostgresServer primary;
    private boolean acknowledgedByStandby;

    Successions(DevCluster cluster, Consumer<String> log) {
        this.log = log;
        this.primary = cluster.primary();
        this.standbys =
                new ArrayList<>(cluster.servers().subList(1, cluster.servers().size()));
    }

    PostgresServer primary() {
        return primary;
    }

    List<PostgresServer> standbys() {
        return List.copyOf(standbys);
    }

    /** From now on a commit is acknowledged when a standby has it as well, on this primary and on the next ones. */
    void acknowledgeOnlyWhatAStandbyHas() {
        acknowledgedByStandby = true;
        Superuser.set(primary, "synchronous_standby_names", anyOf(standbys));
        await().atMost(LIMIT)
                .until(() -> ask(primary, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'")
                        .equals(Integer.toString(standbys.size())));
    }

    /** Kills the primary and promotes the standby that has most; the others follow that one. */
    void replacePrimary() {
        Faults.kill(primary);
        log.accept("killed " + primary);
        promoteNext();
    }

    /** Stops the primary in an orderly way and promotes a standby; the old primary becomes one. */
    void switchOver() {
        PostgresServer old = primary;
        Faults.stop(old);
        log.accept("stopped " + old);
        promoteNext();
        Faults.rejoin(old, primary);
        standbys.add(old);
    }

    private void promoteNext() {
        standbys.forEach(standby -> await().atMost(LIMIT)
                .until(() -> ask(standby, "SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming'")
                        .equals("0")));
        primary = standbys.stream()
                .max(Comparator.comparingLong(Successions::received))
                .orElseThrow();
        standbys.remove(primary);
        Superuser.set(primary, "synchronous_standby_names", acknowledgedByStandby ? anyOf(standbys) : "");
        Faults.promote(primary);
        log.accept("promoted " + primary);
        standbys.forEach(standby -> Faults.follow(standby, primary));
    }

    /** Returns when all standbys have what the primary has now. */
    void awaitCaughtUp() {
        standbys.forEach(standby -> Faults.awaitCaughtUp(standby, primary));
    }

    /** After a restart of a standby the position of what it received begins anew, below what it has replayed. */
    private static long received(PostgresServer standby) {
        return Long.parseLong(ask(
                standby,
                "SELECT (greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0'::pg_lsn)::bigint"));
    }

    private static String anyOf(List<PostgresServer> standbys) {
        return standbys.isEmpty()
                ? ""
                : "ANY 1 ("
                        + String.join(
                                ", ",
                                standbys.stream().map(s -> '"' + s.name() + '"').toList()) + ")";
    }
}
