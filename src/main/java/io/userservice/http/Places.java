package io.userservice.http;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * So many may be in at once. Whoever finds no place may wait for one in a queue, which has an end too. A place that becomes
 * free is handed to the first one there, so that nobody overtakes. It knows neither time nor threads. Thread-safe.
 */
final class Places {

    private final int max;
    private final int maxWaiting;
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private int free;

    Places(int max, int maxWaiting) {
        this.max = max;
        this.free = max;
        this.maxWaiting = maxWaiting;
    }

    /** What became of one who came. */
    enum Entry {
        /** Has a place, and gives it back by {@link #leave}. */
        IN,
        WAITS,
        /** So many wait already. */
        FULL
    }

    /**
     * @param admitted runs once, in the thread of whoever left, if this one {@link Entry#WAITS} and its turn has come: then
     *     it has a place
     */
    synchronized Entry enter(Runnable admitted) {
        if (free > 0) {
            free--;
            return Entry.IN;
        }
        return waiting.size() < maxWaiting && waiting.add(admitted) ? Entry.WAITS : Entry.FULL;
    }

    /** Waits no longer. False if its turn has come meanwhile: it has a place. */
    synchronized boolean giveUp(Runnable admitted) {
        return waiting.remove(admitted);
    }

    /** How many are in. */
    synchronized int taken() {
        return max - free;
    }

    /** How many wait. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Gives a place back. */
    void leave() {
        Runnable next;
        synchronized (this) {
            if (waiting.isEmpty()) {
                free++;
                return;
            }
            next = waiting.iterator().next();
            waiting.remove(next);
        }
        next.run();
    }
}
