package io.userservice.replication;

import java.util.Locale;

/** What a server is configured to be. */
public enum Role {
    /** The one server that accepts writes. */
    PRIMARY,
    /** A streaming standby. */
    REPLICA;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
        return text;
    }
}
