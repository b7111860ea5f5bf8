package io.userservice.replication.watch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** How many reads run on one server, and how long they take. Each read counts itself in and out. Thread-safe. */
public final class ReadTimes {

    /** Shorter waits have other reasons, such as a garbage collection here. */
    private static final long STUCK_AFTER_NANOS = 100_000_000;

    private static final int TIMES_AS_LONG = 10;
    private static final int LEARNS_FROM = 16;

    private final AtomicInteger busy = new AtomicInteger();
    private volatile LongConsumer listener = nanos -> {};

    /** How many reads have ended, give or take some: only whether it changes is of interest. */
    private volatile int ended;

    /** How long its reads take, about: a running average. */
    private volatile long usualNanos;

    private volatile int compared;
    private volatile long comparedNanos;

    private int endedBefore;
    private long quietSince;

    /** Lets somebody know how long each read took that has ended, well or not, in nanoseconds. One at a time. */
    public void tell(LongConsumer someone) {
        listener = someone;
    }

    /** How many reads this instance of the service is running on the server now. */
    public int busy() {
        return busy.get();
    }

    /** Counts a read in; {@link #ended} must follow. Returns the time, which that is to be given. */
    public long started() {
        busy.incrementAndGet();
        return System.nanoTime();
    }

    /**
     * Counts a read out. Threads may overwrite each other's figures here; that costs less than to keep them exact.
     *
     * @param succeeded what others took says nothing: they were cut off
     * @param isLikeOthers whether other servers get such reads too, so that its time may be compared with theirs
     */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void ended(long started, boolean succeeded, boolean isLikeOthers) {
        long took = System.nanoTime() - started;
        listener.accept(took);
        if (succeeded) {
            usualNanos += (took - usualNanos) / LEARNS_FROM;
            if (isLikeOthers) {
                comparedNanos += took;
                compared++;
            }
        }
        ended++;
        busy.decrementAndGet();
    }

    /** How many reads like those of others have ended since the start, give or take some. */
    int compared() {
        return compared;
    }

    /** How long they took together. */
    long comparedNanos() {
        return comparedNanos;
    }

    /**
     * Whether reads are running, and none has ended for much longer than they usually take. Then the answer is no until as much
     * time has passed again. For one thread only.
     */
    public boolean isStuck(long now) {
        int endedNow = ended;
        if (busy.get() == 0 || endedNow != endedBefore) {
            endedBefore = endedNow;
            quietSince = now;
            return false;
        }
        if (now - quietSince < Math.max(STUCK_AFTER_NANOS, TIMES_AS_LONG * usualNanos)) {
            return false;
        }
        quietSince = now;
        return true;
    }
}
