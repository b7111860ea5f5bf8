package io.userservice.history;

import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What clients asked for and what they were told, and when no primary was there. Judged by {@link Checker}. Thread-safe. */
final class History {

    /** For a read of the level {@code session} or {@code eventual}. */
    static final long ANY_AGE = Long.MAX_VALUE;

    /** The client of {@link Kind#LAST} operations. */
    static final int NOBODY = -1;

    enum Kind {
        /** GET. */
        READ,
        /** POST or PUT. */
        WRITE,
        DELETE,
        /** A read on the primary after all else: what has become of the user. */
        LAST
    }

    enum Outcome {
        DONE,
        /** 404. */
        ABSENT,
        /** 503: it did not happen. */
        REFUSED,
        /** 503: it may have happened. */
        UNKNOWN,
        /** Anything else, no answer included. */
        FAILED
    }

    /**
     * One request and its answer.
     *
     * @param client sends one request after the other
     * @param session whether the client counts on its token for this one
     * @param maxAge how old what it is shown may be, in nanoseconds; {@link #ANY_AGE} if it does not care
     * @param start by the clock of {@link System#nanoTime}
     * @param version of the user as answered; only if {@link Outcome#DONE}
     * @param value what was to be written, or was read: no two writes have the same
     * @param answer for people
     */
    record Operation(
            int client,
            Kind kind,
            String user,
            boolean session,
            long maxAge,
            long start,
            long end,
            Outcome outcome,
            int version,
            String value,
            String answer) {

        boolean happensIn(Window window) {
            return start < window.end && end > window.start;
        }
    }

    /** A time without a primary: from before it was killed until the application has written to its successor. */
    record Window(long start, long end) {}

    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final Queue<Window> withoutPrimary = new ConcurrentLinkedQueue<>();

    void add(Operation operation) {
        operations.add(operation);
    }

    void addTimeWithoutPrimary(long start, long end) {
        withoutPrimary.add(new Window(start, end));
    }

    /** How many requests were answered with what was asked for. */
    long done() {
        return operations.stream()
                .filter(operation -> operation.outcome() == Outcome.DONE)
                .count();
    }

    /** In the order of their ends, which for each client is the order of its requests. */
    List<Operation> operations() {
        return operations.stream()
                .sorted(Comparator.comparingLong(Operation::end))
                .toList();
    }

    boolean isWithoutPrimary(Operation operation) {
        return withoutPrimary.stream().anyMatch(operation::happensIn);
    }
}
