package io.userservice.replication.watch;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.userservice.replication.Server;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The threads that probes run on: so many that servers that hang take none from the others. Thread-safe. */
public final class ProbeThreads {

    private static final Logger log = Logger.getLogger(ProbeThreads.class);

    private final ScheduledThreadPoolExecutor threads =
            new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("probe", true));

    /** Each server may keep one with a probe, one with a new connection, and one with the question whether it hangs. */
    public void allowFor(int servers) {
        threads.setCorePoolSize(3 * servers + 1);
    }

    /** Does the work for all of them at the same time, and returns when all is done. */
    public void onEach(Stream<Server> some, Consumer<Server> work) {
        CompletableFuture<?>[] done = some.map(server -> CompletableFuture.runAsync(() -> work.accept(server), threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(done).join();
    }

    /** Work of a new kind, of which each server has one at a time. */
    public OneAtATime newKind() {
        return new OneAtATime(threads);
    }

    /** Does the work again and again, with that pause in between. */
    public void repeat(Duration pause, Runnable work) {
        ScheduledFuture<?> unused =
                threads.scheduleWithFixedDelay(work, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The same for as long as it is wanted, with a pause of a tenth more or less, or many instances would ask at once. */
    public void repeatJittered(Duration pause, BooleanSupplier wanted, Runnable work) {
        long millis = pause.toMillis();
        long jittered = millis - millis / 10 + ThreadLocalRandom.current().nextLong(millis / 5 + 1);
        ScheduledFuture<?> unused = threads.schedule(
                () -> {
                    if (!wanted.getAsBoolean()) {
                        return;
                    }
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        log.error("probe", e);
                    }
                    if (!isEnded()) {
                        repeatJittered(pause, wanted, work);
                    }
                },
                jittered,
                TimeUnit.MILLISECONDS);
    }

    public boolean isEnded() {
        return threads.isShutdown();
    }

    /** Ends them, and all work. */
    public void end() {
        threads.shutdownNow();
    }
}
