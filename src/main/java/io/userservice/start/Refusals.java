package io.userservice.start;

import java.util.ArrayList;
import java.util.List;

/**
 * An event, the first of a start: who has settings that can only be judged together, or with what is there where the service
 * runs, observes it, and adds what is to be written instead. A setting by itself is judged by its converter, before that.
 * Nothing may be asked of a server meanwhile. For one thread.
 */
public final class Refusals {

    private final List<String> all = new ArrayList<>();

    /** A sentence or two: which setting, by the name that somebody has written, what is wrong, and what to write. */
    public void add(String whatToWrite) {
        all.add(whatToWrite);
    }

    /** In the order in which they were added; empty if the service may start. */
    public List<String> all() {
        return List.copyOf(all);
    }
}
