package io.userservice.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ExecutorRecorder;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.userservice.meter.Meters;
import io.userservice.problem.Problem;
import io.userservice.problem.ProblemType;
import io.userservice.start.Refusals;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many requests run at once. Further ones wait for a place, for a short time and without a thread, and are then
 * refused; so are all once the service is being stopped. It sees only what goes to resource classes; health checks and metrics
 * always answer. Thread-safe.
 *
 * <p>Quarkus queues for worker threads without limit, and would go on serving while it stops. Refusals at once would be
 * answered by clients that come back at once, and cost those who are served the processors.
 */
@ApplicationScoped
class RequestLimit {

    /** After the routes for health, metrics and problems, which need not wait; before JAX-RS. */
    private static final int BEFORE_RESOURCES = RouteConstants.ROUTE_ORDER_DEFAULT - 1;

    /** For each that runs; a request that waits has memory of its own. */
    private static final int WAITING_PER_PLACE = 10;

    /** A request waits for 500 ms as a rule. */
    private static final Duration[] WAITS =
            Stream.of(5, 25, 50, 100, 250, 500, 1000).map(Duration::ofMillis).toArray(Duration[]::new);

    private static final String PLACE = Place.class.getName();

    private final Places places;
    private final long maxWaitMillis;
    private final Duration delay;
    private final InstantSource clock;
    private final Timer waits;
    private final Counter refusedAtOnce;
    private final Counter refusedAfterWait;
    private final Counter refusedAtStop;
    private volatile @Nullable Instant closing;

    RequestLimit(
            LimitsConfig config,
            @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay,
            InstantSource clock,
            Meters meters) {
        int waiting = (int) Math.min((long) config.maxRequests() * WAITING_PER_PLACE, Integer.MAX_VALUE);
        this.places = new Places(config.maxRequests(), config.maxWait().isZero() ? 0 : waiting);
        this.maxWaitMillis = Math.max(1, config.maxWait().toMillis());
        this.delay = delay.orElse(Duration.ZERO);
        this.clock = clock;
        meters.gauge("requests_running", "Requests that run now", Tags.empty(), places::taken);
        meters.gauge("requests_waiting", "Requests that wait for a place now", Tags.empty(), places::waiting);
        this.waits = meters.histogram(
                "request_wait",
                "Waits of requests for a place, of those that did not find one free, whether they got one or not",
                Tags.empty(),
                WAITS);
        this.refusedAtOnce = refused(meters, "queue-full");
        this.refusedAfterWait = refused(meters, "waited");
        this.refusedAtStop = refused(meters, "shutting-down");
    }

    private static Counter refused(Meters meters, String cause) {
        return meters.counter(
                "requests_refused",
                "Requests that were refused before anything was done for them",
                Tags.of("cause", cause));
    }

    void judge(@Observes Refusals refusals, LimitsConfig limits, Config config) {
        if (!VirtualThreads.areUsed(config)) {
            int threads = config.getOptionalValue("quarkus.thread-pool.max-threads", Integer.class)
                    .orElseGet(ExecutorRecorder::calculateMaxThreads);
            LimitsConfig.refusal(limits.maxRequests(), threads).ifPresent(refusals::add);
        }
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_RESOURCES).handler(this::enter);
    }

    /** The service was told to stop. */
    void close(@Observes ShutdownDelayInitiatedEvent event) {
        closing = clock.instant().plus(delay);
    }

    private void enter(RoutingContext request) {
        Instant end = closing;
        if (end != null && !clock.instant().isBefore(end)) {
            refusedAtStop.increment();
            request.fail(new Problem(ProblemType.SHUTTING_DOWN, "Nothing was done; another instance may answer"));
            return;
        }
        Waiting waiting = new Waiting(request);
        switch (places.enter(waiting)) {
            case IN -> admit(request);
            case WAITS -> waiting.start();
            case FULL -> refuse(request, refusedAtOnce);
        }
    }

    private void admit(RoutingContext request) {
        Place place = new Place(places);
        request.put(PLACE, place);
        request.addEndHandler(sent -> place.requestEnded());
        request.next();
    }

    private static void refuse(RoutingContext request, Counter refused) {
        refused.increment();
        // What has not arrived of its body is no next request.
        request.request().resume();
        request.fail(new Problem(ProblemType.OVERLOADED, "There are too many requests; nothing was done, try again"));
    }

    /** Where the work begins, before a worker thread is asked for: the place is its own from here on. */
    @ServerRequestFilter(nonBlocking = true, priority = 0)
    void begin(RoutingContext request) {
        ResteasyReactiveRequestContext work = CurrentRequestManager.get();
        if (request.get(PLACE) instanceof Place place && place.workBegins()) {
            work.registerCompletionCallback(failure -> place.workEnded());
        }
        VirtualThreads.enter(work);
    }

    /** One request in the queue. All but {@link #run} is on its event loop. */
    private final class Waiting implements Runnable {

        private final RoutingContext request;
        private final Context eventLoop = Vertx.currentContext();
        private Instant since = Instant.EPOCH;
        private long timer;

        Waiting(RoutingContext request) {
            this.request = request;
        }

        void start() {
            since = clock.instant();
            timer = request.vertx().setTimer(maxWaitMillis, id -> {
                if (places.giveUp(this)) {
                    ended();
                    refuse(request, refusedAfterWait);
                }
            });
        }

        private void ended() {
            waits.record(Duration.between(since, clock.instant()));
        }

        @Override
        public void run() {
            eventLoop.runOnContext(turn -> {
                request.vertx().cancelTimer(timer);
                ended();
                if (request.response().closed()) {
                    places.leave();
                } else {
                    admit(request);
                }
            });
        }
    }
}
