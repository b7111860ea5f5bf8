package io.userservice.replication;

import java.util.Locale;

/** What is known of a server: the words of the readiness report, the log and the metrics. */
public enum ServerState {
    /** Not asked yet. */
    UNKNOWN,
    /** Does what it is configured for. */
    UP,
    /** A replica whose reads take much longer than those of the others: it gets few. */
    SLOW,
    /** A replica too far behind the primary, or not yet seen to have anything of it. */
    LATE,
    /** Takes no more connections; those that there are go on working. Left alone for a while beyond them. */
    FULL,
    /** Did not answer; left alone for a while. */
    BANNED,
    /** A replica that answers probes, but failed reads that another one answered. Left alone for a while. */
    FAILING,
    /** A replica that answers, but not what this service asks: its schema, rights or database are not what they should be. */
    UNSUITABLE,
    /** Answers, but is not what it is configured for: a promoted replica, or a primary that was demoted. */
    WRONG_ROLE,
    /** A replica of another cluster than the primary's. */
    FOREIGN;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    @Override
    public String toString() {
        return text;
    }
}
