package io.userservice.replication;

import java.util.Locale;

/**
 * A position in a primary's write-ahead log. Positions of one timeline are ordered; a failover starts a new timeline,
 * on which what the old primary wrote last may be missing (PostgreSQL's documentation, chapter 26.3.6 "Timelines").
 *
 * @param timeline counts up from 1 with every promotion
 * @param lsn a byte position, as {@code pg_lsn} counts it
 */
public record WalPosition(int timeline, long lsn) {

    /** Whether everything up to the other position is part of the log up to this one. */
    public boolean covers(WalPosition other) {
        return timeline == other.timeline && Long.compareUnsigned(lsn, other.lsn) >= 0;
    }

    /** Whether this was written later: on a later timeline, or further along the same one. */
    public boolean isAfter(WalPosition other) {
        return timeline != other.timeline ? timeline > other.timeline : Long.compareUnsigned(lsn, other.lsn) > 0;
    }

    /** As PostgreSQL writes an LSN, after the timeline: {@code 1/16/B374D848}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%X/%X/%X", timeline, lsn >>> 32, lsn & 0xFFFF_FFFFL);
    }
}
