package io.userservice.replication;

import java.util.Locale;

/** What is known of a server: the words of the readiness report, the log and the metrics. */
public enum ServerState {
    /** Not asked yet. */
    UNKNOWN,
    /** Does what it is configured for. */
    UP,
    /** A replica too far behind the primary. */
    LATE,
    /** Did not answer; left alone for a while. */
    BANNED,
    /** Answers, but is not what it is configured for: a promoted replica, or a primary that was demoted. */
    WRONG_ROLE;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    @Override
    public String toString() {
        return text;
    }
}
