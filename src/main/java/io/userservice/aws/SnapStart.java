package io.userservice.aws;

import io.quarkus.runtime.StartupEvent;
import io.userservice.replication.Prober;
import io.userservice.replication.watch.ReplayWatches;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jboss.logging.Logger;

/**
 * Rehearses requests, so that the first one after the restore finds them warm, and closes all connections before a snapshot of
 * the process is taken (AWS Lambda SnapStart, CRaC): none of them works after the restore, and a restored instance may not
 * notice that time has passed. Without snapshots this does nothing.
 */
@ApplicationScoped
class SnapStart implements Resource {

    private static final Logger log = Logger.getLogger(SnapStart.class);

    /** One loads the classes, and these are enough for the first compiler; about a second. */
    private static final int ROUNDS = 200;

    private final Prober prober;
    private final ReplayWatches watches;
    private final Rehearsal rehearsal;

    SnapStart(Prober prober, ReplayWatches watches, Rehearsal rehearsal) {
        this.prober = prober;
        this.watches = watches;
        this.rehearsal = rehearsal;
    }

    void register(@Observes StartupEvent event) {
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        rehearse();
        watches.close();
        prober.forget();
    }

    /** A snapshot without it is slower, not worse: a database that does not answer must not prevent it. */
    private void rehearse() {
        try {
            for (int i = 0; i < ROUNDS; i++) {
                rehearsal.read();
                rehearsal.write();
                rehearsal.request();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warnf("the snapshot is taken without a rehearsal: %s", e.getMessage());
        }
    }

    /** The first read asks all servers. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
