package io.userservice.http;

import io.quarkus.virtual.threads.VirtualThreadsRecorder;
import java.util.concurrent.Executor;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/**
 * Runs every request for a resource on a virtual thread where Java has them, from 21 on; before that Quarkus takes a worker
 * thread. By hand because {@code @RunOnVirtualThread} does not build for 17. {@code quarkus.virtual-threads.enabled} switches
 * it off. Thread-safe.
 */
class VirtualThreads {

    private static final boolean THERE = Runtime.version().feature() >= 21;

    /** After {@link RequestLimit}, which needs no thread; the handler that would take a worker finds that none is needed. */
    @ServerRequestFilter(nonBlocking = true, priority = 1)
    void enter() {
        if (THERE) {
            Executor threads = VirtualThreadsRecorder.getCurrent();
            ResteasyReactiveRequestContext request = CurrentRequestManager.get();
            request.suspend();
            request.resume(threads);
        }
    }
}
