package io.userservice.consistency;

import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.userservice.replication.Prober;
import io.userservice.replication.Servers;
import io.userservice.replication.WalPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;

/** Refuses a token that nobody can have been given: it would send every read that carries it to the primary. Thread-safe. */
@ApplicationScoped
public class TokenCheck {

    private final Servers servers;
    private final Prober prober;
    private final ConsistencyMetrics metrics;
    private final InstantSource clock;

    TokenCheck(Servers servers, Prober prober, ConsistencyMetrics metrics, InstantSource clock) {
        this.servers = servers;
        this.prober = prober;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Lets the client's token pass if the primary has written that far. A token that is no use and came in a cookie is
     * taken away. The primary is asked only when it is not known to be that far.
     *
     * <p>After a restore or a major upgrade the log may begin before where it was, or on timeline 1 again. So a refusal gives
     * the client a token that it can use, or it would be refused for ever.
     *
     * @throws Problem 400 if the token lies beyond all that was ever written
     */
    public void check(ClientSession client) {
        WalPosition token = client.wanted().token();
        if (token == null || !isBeyondWritten(token)) {
            return;
        }
        Instant now = clock.instant();
        // A primary that is down cannot be asked, and to try it with every read would cost every read a timeout.
        if (servers.primary().status().isBanned(now)
                || !prober.refresh(servers.primary(), now)
                || !isBeyondWritten(token)) {
            return;
        }
        metrics.tokenBeyondWritten();
        if (!client.dropToken()) {
            WalPosition written = servers.written();
            if (written != null) {
                client.wrote(written);
            }
            throw new Problem(
                    ProblemType.CONSISTENCY_TOKEN,
                    "The Consistency-Token lies beyond all that was ever written; go on with the one of this answer");
        }
    }

    private boolean isBeyondWritten(WalPosition token) {
        WalPosition written = servers.written();
        return written == null || token.isAfter(written);
    }
}
