package io.userservice.replication.watch;

import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds replicas whose reads take much longer than those of the others: such a one gets few reads until it is well again.
 * For one thread at a time.
 */
public final class SlowReplicas {

    /** Seconds in a row that have to say the same. */
    private static final int LASTING = 3;

    private final Servers servers;
    private final Map<Server, Seen> seen = new HashMap<>();

    /** What was seen of one replica. */
    private static final class Seen {
        int compared;
        long nanos;
        Pace.Verdict verdict = Pace.Verdict.NOTHING;
        int times;
        Pace last;

        Seen(Server replica) {
            last = new Pace(
                    replica.name(),
                    replica.placement().group(),
                    replica.status().state(),
                    0,
                    0);
        }
    }

    public SlowReplicas(Servers servers) {
        this.servers = servers;
    }

    /** To be called every second. A replica with too few reads is judged when there were enough. */
    public void look() {
        List<Server> judged = new ArrayList<>();
        List<Pace> paces = new ArrayList<>();
        for (Server replica : servers.replicas()) {
            Seen known = seen.computeIfAbsent(replica, Seen::new);
            Pace pace = new Pace(
                    replica.name(),
                    replica.placement().group(),
                    replica.status().state(),
                    replica.times().compared() - known.compared,
                    replica.times().comparedNanos() - known.nanos);
            if (pace.isEnough()) {
                known.compared += pace.reads();
                known.nanos += pace.nanos();
                known.last = pace;
                judged.add(replica);
            }
            paces.add(new Pace(pace.name(), pace.group(), pace.state(), known.last.reads(), known.last.nanos()));
        }
        seen.keySet().retainAll(servers.replicas());
        for (Server replica : judged) {
            Seen known = seen.get(replica);
            if (known != null) {
                judge(replica, known, paces);
            }
        }
    }

    private void judge(Server replica, Seen known, List<Pace> paces) {
        Pace.Verdict verdict = known.last.among(paces);
        known.times = verdict == known.verdict ? known.times + 1 : 1;
        known.verdict = verdict;
        if (known.times >= LASTING && verdict == Pace.Verdict.SLOW) {
            servers.slow(replica, known.last.describe());
        } else if (known.times >= LASTING && verdict == Pace.Verdict.WELL) {
            servers.slow(replica, null);
        }
    }
}
