package io.userservice.replication.watch;

import io.userservice.replication.ServerState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long the reads of one replica took, for a while. Immutable and pure.
 *
 * @param group of the replica: those of another group have other reads
 * @param state of the replica at the end
 * @param reads that ended
 * @param nanos that they took together
 */
record Pace(String name, String group, ServerState state, int reads, long nanos) {

    /** What it says of a replica. */
    enum Verdict {
        SLOW,
        WELL,
        NOTHING
    }

    /** So many times as long as those of the others take the reads of a slow replica. */
    private static final int TIMES_AS_LONG = 5;

    /** It is well again below this, so that it is not slow again at once. */
    private static final int TIMES_WHEN_WELL = 2;

    /** Less than that has other reasons, such as a garbage collection here. */
    private static final long WORTH_MENTIONING = Duration.ofMillis(5).toNanos();

    /** Fewer reads may all have been long ones. A slow replica has few. */
    private static final int READS_ENOUGH = 20;

    private static final int READS_ENOUGH_OF_SLOW = 5;

    /** Whether it is long enough to judge. */
    boolean isEnough() {
        return reads >= (state == ServerState.SLOW ? READS_ENOUGH_OF_SLOW : READS_ENOUGH);
    }

    /** What it says, compared with those of the others that are up. Nothing if there is none: somebody has to answer. */
    Verdict among(List<Pace> others) {
        int theirReads = 0;
        long theirNanos = 0;
        for (Pace other : others) {
            if (other.state == ServerState.UP
                    && other.isEnough()
                    && other.group.equals(group)
                    && !other.name.equals(name)) {
                theirReads += other.reads;
                theirNanos += other.nanos;
            }
        }
        if (theirReads == 0 || !isEnough()) {
            return Verdict.NOTHING;
        }
        long theirs = theirNanos / theirReads;
        if (state == ServerState.UP && mean() >= TIMES_AS_LONG * theirs && mean() - theirs >= WORTH_MENTIONING) {
            return Verdict.SLOW;
        }
        return state != ServerState.SLOW || mean() <= TIMES_WHEN_WELL * theirs || mean() - theirs < WORTH_MENTIONING
                ? Verdict.WELL
                : Verdict.NOTHING;
    }

    private long mean() {
        return nanos / reads;
    }

    /** For the log. */
    String describe() {
        return String.format(Locale.ROOT, "its reads take %.1f ms, several times those of the others", mean() / 1e6);
    }
}
