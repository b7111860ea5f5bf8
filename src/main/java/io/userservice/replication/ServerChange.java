package io.userservice.replication;

import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One server's step from one state to another, as the log tells it: once, with where the server is and why, and no password.
 * Immutable and pure.
 */
public record ServerChange(String server, String address, ServerStatus before, ServerStatus after) {

    /** Whether there is something to tell. */
    boolean isOne() {
        return before.state() != after.state();
    }

    /** A server that does what it is for is no reason to warn, nor is one that is late. */
    Logger.Level level() {
        return switch (after.state()) {
            case UNKNOWN, UP, LATE -> Logger.Level.INFO;
            case SLOW, FULL, BANNED, FAILING, UNSUITABLE, WRONG_ROLE, FOREIGN -> Logger.Level.WARN;
        };
    }

    /** {@code server-banned server=replica-1 at=10.0.0.7:5432 was=up for=PT5S why="SQLSTATE 08001" …}. */
    String line() {
        StringBuilder line = new StringBuilder(
                "server-" + after.state() + " server=" + server + " at=" + address + " was=" + before.state());
        left().ifPresent(time -> line.append(" for=").append(time));
        if (!after.reason().isEmpty()) {
            line.append(" why=\"").append(after.reason()).append('"');
        }
        line.append(" lag=").append(after.lag().isKnown() ? after.lag().time() : "unknown");
        line.append(" lag-bytes=").append(after.lag().bytes());
        return line.toString();
    }

    private Optional<String> left() {
        return switch (after.state()) {
            case BANNED, FULL, FAILING -> Optional.of(after.ban().toString());
            case UNKNOWN, UP, SLOW, LATE, UNSUITABLE, WRONG_ROLE, FOREIGN -> Optional.empty();
        };
    }
}
