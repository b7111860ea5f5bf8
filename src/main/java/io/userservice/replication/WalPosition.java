package io.userservice.replication;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A position in a primary's write-ahead log. Positions of one timeline are ordered; a failover starts a new timeline,
 * on which what the old primary wrote last may be missing (PostgreSQL's documentation, chapter 26.3.6 "Timelines").
 *
 * @param timeline counts up from 1 with every promotion
 * @param lsn a byte position, as {@code pg_lsn} counts it
 */
public record WalPosition(int timeline, long lsn) {

    /** Longer than the record of any commit with fewer than 16,000 subtransactions. */
    private static final long LONGEST_COMMIT = 64 * 1024;

    /**
     * A position that covers all that a streaming standby showed before it told these two. Replay makes a commit visible
     * an instant before it counts the record of the commit as replayed, so the replay position alone can be less than what
     * was shown (PostgreSQL's source, {@code ApplyWalRecord} in xlogrecovery.c). One record at most is in between, and
     * none that was not received. Pure.
     *
     * @param replayed {@code pg_last_wal_replay_lsn()}
     * @param received {@code pg_last_wal_receive_lsn()}, 0 for none
     * @return null if the standby has replayed more than it has received, by streaming: then nothing bounds the record
     */
    public static @Nullable WalPosition shown(int timeline, long replayed, long received) {
        if (Long.compareUnsigned(received, replayed) < 0) {
            return null;
        }
        return new WalPosition(timeline, replayed + Math.min(received - replayed, LONGEST_COMMIT));
    }

    /** Reads an LSN as PostgreSQL writes it: {@code 16/B374D848}. For its own answers only: anything else is no number. */
    public static long lsn(String text) {
        int slash = text.indexOf('/');
        return Long.parseLong(text, 0, slash, 16) << 32 | Long.parseLong(text, slash + 1, text.length(), 16);
    }

    /** Whether everything up to the other position is part of the log up to this one. */
    public boolean covers(WalPosition other) {
        return timeline == other.timeline && Long.compareUnsigned(lsn, other.lsn) >= 0;
    }

    /** Whether this was written later: on a later timeline, or further along the same one. */
    public boolean isAfter(WalPosition other) {
        return timeline != other.timeline ? timeline > other.timeline : Long.compareUnsigned(lsn, other.lsn) > 0;
    }

    /** The LSN as PostgreSQL writes it, and as {@link #lsn(String)} reads it. */
    public String lsnText() {
        return String.format(Locale.ROOT, "%X/%X", lsn >>> 32, lsn & 0xFFFF_FFFFL);
    }

    /** The timeline, and the LSN as PostgreSQL writes it: {@code 1/16/B374D848}. */
    @Override
    public String toString() {
        return Integer.toHexString(timeline).toUpperCase(Locale.ROOT) + '/' + lsnText();
    }
}
