package io.userservice.http;

import io.quarkus.virtual.threads.VirtualThreadsRecorder;
import org.eclipse.microprofile.config.Config;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/**
 * Runs every request for a resource on a virtual thread where Java has them, from 21 on; before that Quarkus takes a worker
 * thread. By hand because {@code @RunOnVirtualThread} does not build for 17. {@code quarkus.virtual-threads.enabled} switches
 * it off. Thread-safe.
 */
final class VirtualThreads {

    private static final boolean THERE = Runtime.version().feature() >= 21;

    private VirtualThreads() {}

    /** Whether requests run on them, or on worker threads. */
    static boolean areUsed(Config config) {
        return THERE
                && config.getOptionalValue("quarkus.virtual-threads.enabled", Boolean.class)
                        .orElse(true);
    }

    /** Goes on with a request on such a thread; the handler that would take a worker thread then finds that none is needed. */
    static void enter(ResteasyReactiveRequestContext request) {
        if (THERE) {
            request.suspend();
            request.resume(VirtualThreadsRecorder.getCurrent());
        }
    }
}
