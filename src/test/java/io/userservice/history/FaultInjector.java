package io.userservice.history;

import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.NetworkedResource.Networks;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Makes servers fail, one after the other and at once. Which, how and for how long follows from the seed. */
final class FaultInjector {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Those of a server, and then those of the network between the service and it. */
    private enum Fault {
        REPLAY_PAUSED,
        APPLY_DELAYED,
        KILLED,
        STOPPED,
        RECEIVER_CUT,
        SLOW,
        ANSWERS_LOST,
        ANSWERS_RESET;

        private static final List<Fault> OF_SERVER =
                List.of(REPLAY_PAUSED, APPLY_DELAYED, KILLED, STOPPED, RECEIVER_CUT);
    }

    private static final Set<Fault> LONGER =
            EnumSet.of(Fault.STOPPED, Fault.RECEIVER_CUT, Fault.SLOW, Fault.ANSWERS_LOST);

    private final long seed;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final long began = System.nanoTime();
    private final @Nullable Networks networks;
    private final Successions successions;

    FaultInjector(DevCluster cluster, @Nullable Networks networks, long seed) {
        this.seed = seed;
        this.networks = networks;
        this.successions = new Successions(cluster, this::note);
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
                PostgresServer standby = successions.standbys().get(i);
                Random random = new Random(seed * 100 + i);
                running.add(threads.submit(() -> harm(standby, random, over)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        successions.awaitCaughtUp();
    }

    private void harm(PostgresServer standby, Random random, BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            List<Fault> faults = networks == null ? Fault.OF_SERVER : List.of(Fault.values());
            Fault fault = faults.get(random.nextInt(faults.size()));
            begin(fault, standby, random);
            note(fault + " " + standby);
            // The pace of the workload: nothing relies on these times.
            pace(50 + random.nextInt(LONGER.contains(fault) ? 1_500 : 500));
            end(fault, standby);
            note("no longer " + fault + " " + standby);
            pace(random.nextInt(600));
        }
    }

    private void begin(Fault fault, PostgresServer standby, Random random) {
        switch (fault) {
            case REPLAY_PAUSED -> Faults.pauseReplay(standby);
            case APPLY_DELAYED -> Faults.applyDelay(standby, Duration.ofMillis(20 + random.nextInt(400)));
            case KILLED -> Faults.kill(standby);
            case STOPPED -> Faults.freeze(standby);
            case RECEIVER_CUT -> Faults.cutReceiver(standby);
            case SLOW -> network(standby).delay(Duration.ofMillis(20 + random.nextInt(200)));
            case ANSWERS_LOST -> network(standby).loseAnswers(true);
            case ANSWERS_RESET -> network(standby).resetAnswers();
        }
    }

    private void end(Fault fault, PostgresServer standby) {
        switch (fault) {
            case REPLAY_PAUSED -> Faults.resumeReplay(standby);
            case APPLY_DELAYED -> Faults.applyDelay(standby, Duration.ZERO);
            case KILLED -> standby.start();
            case STOPPED -> Faults.thaw(standby);
            case RECEIVER_CUT -> Faults.follow(standby, successions.primary());
            case SLOW -> network(standby).delay(Duration.ZERO);
            case ANSWERS_LOST -> network(standby).loseAnswers(false);
            case ANSWERS_RESET -> {}
        }
    }

    private TcpProxy network(PostgresServer standby) {
        return Objects.requireNonNull(networks).to(standby);
    }

    /** Who is primary, and how that changes. */
    Successions successions() {
        return successions;
    }

    private static void pace(int millis) {
        LockSupport.parkNanos(millis * 1_000_000L);
    }

    private void note(String what) {
        log.add((System.nanoTime() - began) / 1_000_000 + " ms: " + what);
    }
}
