package io.userservice.history;

import io.userservice.history.History.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What had been acknowledged by when, and when what was written began. Confined to one thread. */
final class Commits {

    /** The state of a user that somebody was told of. */
    record Floor(int version, Operation toldBy) {

        static Floor higher(Floor a, Floor b) {
            return b.version > a.version ? b : a;
        }
    }

    /** Of each user, by the end of the write: the highest version that a client had been told of by then. */
    private final Map<String, TreeMap<Long, Floor>> acknowledged = new HashMap<>();

    /** By the value that was written. */
    private final Map<String, Long> starts = new HashMap<>();

    /** A write began, whatever became of it. */
    void began(String value, long start) {
        starts.put(value, start);
    }

    /** A client was told that a write is done. In the order of the ends. */
    void acknowledged(Floor told) {
        Operation write = told.toldBy;
        TreeMap<Long, Floor> floors = acknowledged.computeIfAbsent(write.user(), first -> new TreeMap<>());
        floors.put(
                write.end(),
                floors.isEmpty() ? told : Floor.higher(floors.lastEntry().getValue(), told));
    }

    /** The least that a state shows which is that of the time, or a later one; null if nothing was acknowledged before. */
    @Nullable
    Floor floorAt(String user, long time) {
        Map.Entry<Long, Floor> last = acknowledgedOf(user).lowerEntry(time);
        return last == null ? null : last.getValue();
    }

    /** How long before the time a state that shows this version was no longer that of the primary, at least; 0 if it was. */
    long age(String user, int version, long time) {
        return acknowledgedOf(user).headMap(time).entrySet().stream()
                .filter(later -> later.getValue().version > version)
                .findFirst()
                .map(later -> time - later.getKey())
                .orElse(0L);
    }

    private TreeMap<Long, Floor> acknowledgedOf(String user) {
        return Objects.requireNonNullElseGet(acknowledged.get(user), TreeMap::new);
    }

    /** When the write of this value began; {@link Long#MIN_VALUE} if nobody has written it. */
    long startOf(String value) {
        return starts.getOrDefault(value, Long.MIN_VALUE);
    }
}
