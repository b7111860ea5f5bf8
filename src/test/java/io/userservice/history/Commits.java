package io.userservice.history;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What had been acknowledged by when, and when what was written began. Confined to one thread. */
final class Commits {

    /** Of each user, by the end of the write: the highest version that a client had been told of by then. */
    private final Map<String, TreeMap<Long, Integer>> acknowledged = new HashMap<>();

    /** By the value that was written. */
    private final Map<String, Long> starts = new HashMap<>();

    /** A write began, whatever became of it. */
    void began(String value, long start) {
        starts.put(value, start);
    }

    /** A client was told that it is done. In the order of the ends. */
    void acknowledged(String user, int version, long end) {
        TreeMap<Long, Integer> versions = acknowledged.computeIfAbsent(user, first -> new TreeMap<>());
        versions.put(
                end,
                Math.max(
                        version,
                        versions.isEmpty() ? version : versions.lastEntry().getValue()));
    }

    /** The least that a state shows which is that of the time, or a later one; -1 if nothing was acknowledged by then. */
    int versionAt(String user, long time) {
        TreeMap<Long, Integer> versions = acknowledged.get(user);
        Map.Entry<Long, Integer> last = versions == null ? null : versions.lowerEntry(time);
        return last == null ? -1 : last.getValue();
    }

    /** How long before the time a state that shows this version was no longer that of the primary, at least; 0 if it was. */
    long age(String user, int version, long time) {
        TreeMap<Long, Integer> versions = acknowledged.get(user);
        if (versions == null) {
            return 0;
        }
        return versions.headMap(time).entrySet().stream()
                .filter(later -> later.getValue() > version)
                .findFirst()
                .map(later -> time - later.getKey())
                .orElse(0L);
    }

    /** When the write of this value began; {@link Long#MIN_VALUE} if nobody has written it. */
    long startOf(String value) {
        return starts.getOrDefault(value, Long.MIN_VALUE);
    }
}
