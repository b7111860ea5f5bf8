package io.userservice.replication.discovery;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which replicas there are, by what a directory has said so far. Immutable and pure.
 *
 * @param members those that are believed to be there
 * @param missed how often in a row each was not found
 */
record Membership(Set<Address> members, Map<Address, Integer> missed) {

    static final Membership NONE = new Membership(Set.of(), Map.of());

    /** A replica that is restarted is missing for a moment; what it costs to have it for that long is a failed probe. */
    private static final int GONE_AFTER = 2;

    /**
     * After the directory was asked once more.
     *
     * @param found what it said
     * @param most how many there may be; further ones are left out, in the order of their addresses
     */
    Membership after(Set<Address> found, int most) {
        Set<Address> next = new TreeSet<>();
        Map<Address, Integer> missing = new HashMap<>();
        for (Address member : members) {
            int times = found.contains(member) ? 0 : missed.getOrDefault(member, 0) + 1;
            if (times < GONE_AFTER) {
                next.add(member);
                missing.put(member, times);
            }
        }
        for (Address address : new TreeSet<>(found)) {
            if (next.size() < most) {
                next.add(address);
            }
        }
        missing.values().removeIf(times -> times == 0);
        return new Membership(next, missing);
    }
}
