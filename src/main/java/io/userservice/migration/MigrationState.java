package io.userservice.migration;

import java.util.Locale;

/** How far the migration is: the words of the readiness report. */
enum MigrationState {
    /** Somebody else migrates. */
    NOT_ASKED,
    /** Runs, or is about to. */
    RUNNING,
    /** The primary does not answer; tried again all the time. Reads from replicas go on meanwhile. */
    WAITING,
    /** The primary has refused it; tried again now and then. */
    REFUSED,
    /** The schema is what this version needs. */
    DONE;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Whether nothing is known that speaks against answering requests. */
    boolean isReady() {
        return this != RUNNING && this != REFUSED;
    }

    @Override
    public String toString() {
        return text;
    }
}
