package io.userservice.bench;

import io.userservice.RunningPackage;
import io.userservice.devcluster.DevCluster;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a request costs, with replicas and without. It asserts nothing: a table for somebody who compares. */
class CostBench {

    private static final int COUNTED = 500;
    private static final Duration POOLS_FILL = Duration.ofSeconds(2);

    @Test
    void withRouting() throws Exception {
        print("two replicas", Setup.replicas());
    }

    @Test
    void withoutRouting() throws Exception {
        print("no replica configured");
    }

    private static void print(String title, String... replicas) throws Exception {
        DevCluster cluster = Setup.cluster();
        Map<String, Double> roundTrips = roundTrips(cluster, replicas);
        StringBuilder table = new StringBuilder("%n%-24s %10s %12s %12s %8s %8s %12s%n"
                .formatted(title, "requests/s", "service us", "postgres us", "p50 ms", "p99 ms", "round trips"));
        try (RunningPackage service = Setup.start(RunningPackage.on(cluster, replicas), Setup.WARM_UP)) {
            CpuTimes times = new CpuTimes(service, cluster);
            for (Map.Entry<String, Supplier<byte[]>> kind : kinds(service).entrySet()) {
                CpuTimes.Snapshot before = times.now();
                Load.Result result = Load.run(service.url(), Setup.CLIENTS, Setup.RUN, kind.getValue());
                CpuTimes.Snapshot after = times.now();
                table.append("%-24s %10.0f %12.0f %12.0f %8.2f %8.2f %12.1f%s%n"
                        .formatted(
                                kind.getKey(),
                                result.perSecond(),
                                after.serviceMicrosSince(before, result.answers()),
                                after.postgresMicrosSince(before, result.answers()),
                                result.millis(50),
                                result.millis(99),
                                roundTrips.get(kind.getKey()),
                                result.answers() == result.nanos().length
                                        ? ""
                                        : "  NOT ALL WELL: " + (result.answers() - result.nanos().length)));
            }
        }
        System.out.println(table);
    }

    private static Map<String, Supplier<byte[]>> kinds(RunningPackage service) throws Exception {
        Map<String, Supplier<byte[]>> kinds = new LinkedHashMap<>();
        kinds.put("GET by id", Requests.GET);
        kinds.put("first page of 20", Requests.PAGE);
        kinds.put("GET by id with a token", Requests.withToken(service.url()));
        kinds.put("PUT", Requests.PUT);
        kinds.put("POST", Requests.POST);
        kinds.put("90 GET, 8 PUT, 2 POST", Requests.MIXED);
        return kinds;
    }

    /** One after the other, through proxies; in a run of its own because these cost time. */
    private static Map<String, Double> roundTrips(DevCluster cluster, String... replicas) throws Exception {
        Map<String, Double> roundTrips = new LinkedHashMap<>();
        try (Links links = new Links();
                RunningPackage service = Setup.start(links.on(cluster, replicas), POOLS_FILL)) {
            for (Map.Entry<String, Supplier<byte[]>> kind : kinds(service).entrySet()) {
                try (Client client = new Client(URI.create(service.url()))) {
                    long before = links.roundTrips();
                    for (int i = 0; i < COUNTED; i++) {
                        client.send(kind.getValue().get());
                    }
                    // A few of the probes are among them.
                    roundTrips.put(kind.getKey(), (double) (links.roundTrips() - before) / COUNTED);
                }
            }
        }
        return roundTrips;
    }
}
