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
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Makes servers fail, one after the other and at once. Which, how and for how long follows from the seed. */
final class FaultInjector {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private enum Fault {
        REPLAY_PAUSED,
        APPLY_DELAYED,
        KILLED,
        STOPPED;

        void begin(PostgresServer standby, Random random) {
            switch (this) {
                case REPLAY_PAUSED -> Faults.pauseReplay(standby);
                case APPLY_DELAYED -> Faults.applyDelay(standby, Duration.ofMillis(20 + random.nextInt(400)));
                case KILLED -> Faults.kill(standby);
                case STOPPED -> Faults.freeze(standby);
            }
        }

        void end(PostgresServer standby) {
            switch (this) {
                case REPLAY_PAUSED -> Faults.resumeReplay(standby);
                case APPLY_DELAYED -> Faults.applyDelay(standby, Duration.ZERO);
                case KILLED -> standby.start();
                case STOPPED -> Faults.thaw(standby);
            }
        }
    }

    private final long seed;
    private final List<PostgresServer> standbys;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final long began = System.nanoTime();
    private PostgresServer primary;
    private boolean acknowledgedByStandby;

    FaultInjector(DevCluster cluster, long seed) {
        this.seed = seed;
        this.primary = cluster.primary();
        this.standbys =
                new ArrayList<>(cluster.servers().subList(1, cluster.servers().size()));
    }

    /** What was done, and when. */
    String log() {
        return String.join("\n", log);
    }

    /**
     * Makes the first so many standbys fail for that long, and then until that is enough, each on its own and so at times
     * several at once. All are well when it returns.
     */
    void harmStandbys(int count, Duration time, BooleanSupplier enough) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        BooleanSupplier over = () -> System.nanoTime() - end > (enough.getAsBoolean() ? 0 : LIMIT.toNanos());
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                PostgresServer standby = standbys.get(i);
                Random random = new Random(seed * 100 + i);
                running.add(threads.submit(() -> harm(standby, random, over)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        standbys.forEach(standby -> Faults.awaitCaughtUp(standby, primary));
    }

    private void harm(PostgresServer standby, Random random, BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            fault.begin(standby, random);
            note(fault + " " + standby);
            // The pace of the workload: nothing relies on these times.
            pace(50 + random.nextInt(fault == Fault.STOPPED ? 1_500 : 500));
            fault.end(standby);
            note("no longer " + fault + " " + standby);
            pace(random.nextInt(600));
        }
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
        note("killed " + primary);
        standbys.forEach(standby -> await().atMost(LIMIT)
                .until(() -> ask(standby, "SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming'")
                        .equals("0")));
        primary = standbys.stream()
                .max(Comparator.comparingLong(FaultInjector::received))
                .orElseThrow();
        standbys.remove(primary);
        Superuser.set(primary, "synchronous_standby_names", acknowledgedByStandby ? anyOf(standbys) : "");
        Faults.promote(primary);
        note("promoted " + primary);
        for (PostgresServer standby : standbys) {
            Superuser.set(
                    standby,
                    "primary_conninfo",
                    "host=127.0.0.1 port=%d user=%s password=%s"
                            .formatted(primary.port(), DevCluster.SUPERUSER, DevCluster.SUPERUSER));
        }
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

    private static void pace(int millis) {
        LockSupport.parkNanos(millis * 1_000_000L);
    }

    private void note(String what) {
        log.add((System.nanoTime() - began) / 1_000_000 + " ms: " + what);
    }
}
