package io.userservice.http;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests at once instead of letting them queue: when too many run, and when the service is being stopped. It
 * sees only requests for resource classes; health checks and metrics always answer. Thread-safe.
 *
 * <p>Quarkus queues for worker threads without limit, and would go on serving while it stops.
 */
@ApplicationScoped
@Startup
class RequestLimit {

    private final Semaphore free;
    private final Duration delay;
    private final InstantSource clock;
    private volatile @Nullable Instant closing;

    RequestLimit(
            LimitsConfig config,
            @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay,
            InstantSource clock) {
        this.free = new Semaphore(config.maxRequests());
        this.delay = delay.orElse(Duration.ZERO);
        this.clock = clock;
    }

    /** Before a worker thread is asked for. */
    @ServerRequestFilter(nonBlocking = true, priority = 0)
    @Nullable
    Response admit(HttpServerRequest request) {
        Instant end = closing;
        if (end != null && !clock.instant().isBefore(end)) {
            return refusal(ProblemType.SHUTTING_DOWN, "Nothing was done; another instance may answer", request);
        }
        if (!free.tryAcquire()) {
            return refusal(ProblemType.OVERLOADED, "There are too many requests; nothing was done, try again", request);
        }
        // At the end of the work: if the client goes earlier, its statement still runs.
        ResteasyReactiveRequestContext admitted = CurrentRequestManager.get();
        admitted.registerCompletionCallback(failure -> free.release());
        VirtualThreads.enter(admitted);
        return null;
    }

    /** The service was told to stop. */
    void close(@Observes ShutdownDelayInitiatedEvent event) {
        closing = clock.instant().plus(delay);
    }

    private static Response refusal(ProblemType type, String detail, HttpServerRequest request) {
        return new Problem(type, detail).toResponse(request);
    }
}
