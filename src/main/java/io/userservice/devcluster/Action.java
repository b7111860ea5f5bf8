package io.userservice.devcluster;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be done to a server of a cluster. */
enum Action {
    START,
    /** In order; a primary then waits until its standbys have received all, and a frozen one never has. */
    STOP,
    /** A crash. */
    KILL,
    /** It accepts connections, and nothing answers. */
    FREEZE,
    THAW,
    PAUSE_REPLAY,
    RESUME_REPLAY,
    DELAY_REPLAY,
    END_DELAY,
    /** The others follow it; the primary before it comes back as a standby, if it was running. */
    PROMOTE;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Whether it makes sense then. */
    boolean isPossible(Condition condition) {
        return switch (this) {
            case START -> !condition.running();
            case STOP -> condition.answers() && !(condition.primary() && condition.othersFrozen());
            case KILL -> condition.running();
            case FREEZE -> condition.answers();
            case THAW -> condition.frozen();
            case PAUSE_REPLAY, DELAY_REPLAY -> condition.replays();
            case RESUME_REPLAY -> condition.answers() && condition.paused();
            case END_DELAY -> condition.answers() && condition.delayed();
            case PROMOTE -> condition.answers() && !condition.primary();
        };
    }

    /** The words of all that make sense then, with spaces. */
    static String possible(Condition condition) {
        return Stream.of(values())
                .filter(action -> action.isPossible(condition))
                .map(Action::toString)
                .collect(Collectors.joining(" "));
    }

    /** The action of that word: {@code pause-replay}; {@link IllegalArgumentException} if there is none. */
    static Action of(String word) {
        return Stream.of(values())
                .filter(action -> action.text.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no action " + word));
    }

    @Override
    public String toString() {
        return text;
    }
}
