package io.userservice.aws;

import io.quarkus.runtime.StartupEvent;
import io.userservice.replication.Prober;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Closes all connections before a snapshot of the process is taken (AWS Lambda SnapStart, CRaC): none of them works after
 * the restore, and a restored instance may not notice that time has passed. Without snapshots this does nothing.
 */
@ApplicationScoped
class SnapStart implements Resource {

    private final Prober prober;

    SnapStart(Prober prober) {
        this.prober = prober;
    }

    void register(@Observes StartupEvent event) {
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        prober.forget();
    }

    /** The first read asks all servers. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {}
}
