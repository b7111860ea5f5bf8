package io.userservice.bench;

import io.userservice.RunningPackage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Ten times the clients that keep the service busy. It asserts nothing; what should be:
 * answers at 90 % of the peak, all others 503 with {@code Retry-After} within a second, health and metrics all the time,
 * bounded memory, and all as before within two seconds.
 */
class OverloadBench {

    private static final int TIMES = Integer.getInteger("bench.times", 10);
    private static final Duration SLOW = Duration.ofMillis(20);
    private static final int CALM = 20;
    private static final double USUAL_MILLIS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Those to run, by a regular expression that a part of their name matches; all if it is empty. */
    private static final Pattern CASES = Pattern.compile(System.getProperty("bench.cases", ""));

    private final StringBuilder table =
            new StringBuilder("%n%-28s %10s %10s %8s %7s %8s %12s %18s %12s %10s %17s %17s%n"
                    .formatted(
                            Setup.CLIENTS + " clients, then " + TIMES * Setup.CLIENTS,
                            "peak/s",
                            "overload/s",
                            "of peak",
                            "503",
                            "slowest",
                            "no Retry-A.",
                            "health, metrics",
                            "memory",
                            "normal in",
                            "us load, service",
                            "in overload"));

    @Test
    void tenTimesTheClients() throws Exception {
        try (Links links = new Links();
                RunningPackage service = Setup.start(links.on(Setup.cluster(), Setup.replicas()), Setup.WARM_UP)) {
            // What only overload runs is compiled by then, too.
            Load.run(service.url(), TIMES * Setup.CLIENTS, Setup.WARM_UP.dividedBy(2), Requests.MIXED);
            table.append("memory before: ").append(Watch.memory(service)).append(System.lineSeparator());
            measure("reads", service, Requests.GET);
            measure("writes", service, Requests.WRITES);
            measure("both", service, Requests.MIXED);
            links.delay("replica-1", SLOW);
            measure("reads, one replica slow", service, Requests.GET);
            links.delay("replica-1", Duration.ZERO);
            links.delay("primary", SLOW);
            measure("writes, primary slow", service, Requests.WRITES);
            measure("both, primary slow", service, Requests.MIXED);
        }
        System.out.println(table);
    }

    private void measure(String name, RunningPackage service, Supplier<byte[]> requests) throws Exception {
        if (!CASES.matcher(name).find()) {
            return;
        }
        Used before = Used.now(service);
        Load.Result peak = Load.run(service.url(), Setup.CLIENTS, Setup.RUN, requests);
        Load.Result overload;
        String seen;
        String atPeak = before.until(Used.now(service), peak);
        before = Used.now(service);
        try (Watch watch = new Watch(service)) {
            overload = Load.run(service.url(), TIMES * Setup.CLIENTS, Setup.RUN, requests);
            seen = watch.end();
        }
        String inOverload = before.until(Used.now(service), overload);
        String calm = untilCalm(service, requests, Math.max(USUAL_MILLIS, 2 * peak.millis(99)));
        table.append("%-28s %10.0f %10.0f %7.0f%% %6.1f%% %5.0f ms %12d %18s %12s %10s %17s %17s%s%n"
                .formatted(
                        name,
                        peak.perSecond(),
                        overload.perSecond(),
                        100 * overload.perSecond() / peak.perSecond(),
                        100.0 * overload.refused() / overload.answers(),
                        overload.slowestRefusalMillis(),
                        overload.withoutRetryAfter(),
                        seen,
                        Watch.memory(service),
                        calm,
                        atPeak,
                        inOverload,
                        peak.failed() + overload.failed() == 0
                                ? ""
                                : "  OTHER ERRORS: " + (peak.failed() + overload.failed())));
    }

    /** CPU so far: the load shares its processors with the service. */
    private record Used(Duration load, Duration service) {

        static Used now(RunningPackage service) {
            return new Used(cpu(ProcessHandle.current()), cpu(service.handle()));
        }

        private static Duration cpu(ProcessHandle process) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }

        /** Microseconds an answer, a refusal too. */
        String until(Used now, Load.Result result) {
            return "%.0f, %.0f"
                    .formatted(
                            now.load.minus(load).toNanos() / 1e3 / result.answers(),
                            now.service.minus(service).toNanos() / 1e3 / result.answers());
        }
    }

    /** How long it takes until a few requests in a row are answered well and as fast as usual. */
    private static String untilCalm(RunningPackage service, Supplier<byte[]> requests, double usualMillis)
            throws IOException {
        long start = System.nanoTime();
        long since = start;
        try (Client client = new Client(URI.create(service.url()))) {
            for (int calm = 0; calm < CALM && System.nanoTime() - start < LIMIT.toNanos(); calm++) {
                long sent = System.nanoTime();
                int status = client.send(requests.get());
                if (status >= 300 || (System.nanoTime() - sent) / 1e6 > usualMillis) {
                    calm = -1;
                    since = System.nanoTime();
                }
            }
        }
        return "%.1f s".formatted((since - start) / 1e9);
    }
}
