package io.userservice.devcluster;

/**
 * What can be seen of one server of a cluster, as far as it matters for what can be done to it. Immutable.
 *
 * @param running or frozen
 * @param primary whether writes go there, or would if it ran
 * @param delayed whether it replays late, on purpose
 * @param othersFrozen whether a running standby of it is frozen
 */
record Condition(
        boolean running, boolean frozen, boolean primary, boolean paused, boolean delayed, boolean othersFrozen) {

    /** Running, and not frozen. */
    boolean answers() {
        return running && !frozen;
    }

    /** A standby that replays as fast as it can. */
    boolean replays() {
        return answers() && !primary && !paused && !delayed;
    }

    @Override
    public String toString() {
        String role = primary ? "the primary" : "a standby";
        if (!running) {
            return "stopped" + (primary ? ", and the primary" : "");
        }
        return role
                + (frozen ? ", frozen" : "")
                + (paused ? ", replay paused" : "")
                + (delayed ? ", replay delayed" : "");
    }
}
