package io.userservice.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.Users;
import io.userservice.devcluster.ClusterResource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics are as Prometheus wants them ("Metric and label naming" and "Histograms and summaries", its documentation). */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class MetricsTest {

    private static final Set<String> LABELS = Set.of("server", "role", "reason", "state", "cause", "pool", "le");

    /** Micrometer's binders for the process, for Netty and Vert.x: names of their own, or no help. */
    private static final List<String> FOREIGN =
            List.of("http_server_", "worker_pool_", "netty_", "process_cpu_time_ns_total ", "system_cpu_count ");

    /** What only shows once it has occurred. */
    private static final String OF_REASONS = "user_service_server_reason";

    private static final Pattern NO_BASE_UNIT = Pattern.compile(
            "_(ms|ns|us|millis\\w*|micros\\w*|nanos\\w*|minutes|hours|days|kb|mb|kilobytes|percent)(_|$)");

    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(user_service_\\w+)(?:\\{([\\w,]+)})?` \\|");

    private static final Pattern NAMED = Pattern.compile("\\buser_service_[a-z_]*[a-z](?![a-z_])");

    @BeforeEach
    void somethingHasHappened() {
        Response created = Users.created();
        assertEquals(
                200,
                Users.getWithToken(Users.path(created), Users.token(created)).statusCode());
    }

    @Test
    void eachOfOursHasHelpAndANameWithAUnit() {
        Set<String> helps = new TreeSet<>();
        for (Exposition.Family metric : Exposition.now().ours()) {
            assertTrue(metric.help().matches("[A-Z0-9].{15,}[^.]"), metric.text());
            assertTrue(metric.name().matches("[a-z]+(_[a-z]+)+"), metric.name());
            assertFalse(NO_BASE_UNIT.matcher(metric.name()).find(), metric.name());
            assertTrue(LABELS.containsAll(metric.labels()), metric.text());
            assertEquals(metric.type().equals("counter"), metric.name().endsWith("_total"), metric.text());
            if (Set.of("histogram", "summary").contains(metric.type())) {
                assertTrue(metric.name().endsWith("_seconds"), metric.name());
            }
            assertTrue(metric.name().endsWith("_max") || helps.add(metric.help()), metric.text());
        }
    }

    @Test
    void theDocumentationHasEachWithItsLabels() throws Exception {
        Map<String, Set<String>> shown = new TreeMap<>();
        for (Exposition.Family metric : Exposition.now().ours()) {
            // Micrometer's own companion of each histogram: the longest of late.
            if (!metric.name().endsWith("_max") && !metric.name().equals(OF_REASONS)) {
                Set<String> labels = metric.labels();
                labels.remove("le");
                shown.put(metric.name(), labels);
            }
        }
        Map<String, Set<String>> documented = DOCUMENTED
                .matcher(Files.readString(Path.of("src/site/markdown/operations.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> row.group(2) == null
                                ? Set.of()
                                : new TreeSet<>(Set.of(row.group(2).split(","))),
                        (one, other) -> one,
                        TreeMap::new));
        assertEquals(Set.of("server", "role", "reason"), documented.remove(OF_REASONS));
        assertEquals(shown, documented);
    }

    @Test
    void noPageNamesAMetricThatThereIsNot() throws Exception {
        Set<String> known = new TreeSet<>(Exposition.now().names());
        known.add(OF_REASONS);
        Exposition.now().ours().forEach(metric -> known.add(metric.name()));
        Set<String> named = new TreeSet<>();
        for (String folder : List.of("src/site/markdown", ".github", "deploy/cdk/src")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    NAMED.matcher(Files.readString(file)).results().forEach(name -> named.add(name.group()));
                }
            }
        }
        named.removeAll(known);
        assertEquals(Set.of(), named);
    }

    /** Each bucket is a line for each server, at each look. */
    @Test
    void histogramsHaveFewBuckets() {
        Stream<Exposition.Family> histograms =
                Exposition.now().ours().stream().filter(metric -> metric.type().equals("histogram"));
        histograms.forEach(metric -> {
            long buckets = metric.samples().stream()
                    .filter(line -> line.contains("le=\"+Inf\""))
                    .count();
            assertTrue(metric.samples().size() <= buckets * (12 + 2), metric.text());
            assertTrue(metric.samples().size() > buckets * 7, metric.text());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"role=\"primary\"", "role=\"replica\""})
    void eachServerHasOneState(String role) {
        Exposition now = Exposition.now();
        assertEquals(
                now.sum("user_service_server_state", role, "state=\"up\""), now.sum("user_service_server_state", role));
        assertTrue(now.sum("user_service_server_state", role) >= 1);
    }

    @Test
    void readsAreTimedByTheServerThatAnswered() {
        Exposition before = Exposition.now();
        for (int i = 0; i < 10; i++) {
            assertEquals(200, Users.get("/users?limit=1").statusCode());
        }
        Exposition after = Exposition.now();
        String[] replicas = {"role=\"replica\""};
        String count = "user_service_read_duration_seconds_count";
        assertEquals(before.sum(count, replicas) + 10, after.sum(count, replicas));
        String calls = "user_service_calls_total";
        assertEquals(before.sum(calls, replicas) + 10, after.sum(calls, replicas));
        String sum = "user_service_read_duration_seconds_sum";
        double seconds = after.sum(sum, replicas) - before.sum(sum, replicas);
        assertTrue(seconds > 0 && seconds < 10, () -> seconds + " s");
    }

    @Test
    void poolsAreShownWithTheirServers() {
        Exposition now = Exposition.now();
        assertEquals(
                Stream.of("primary reads", "primary writes", "replica-1 reads", "replica-2 reads")
                        .toList(),
                now.families().stream()
                        .filter(metric -> metric.name().equals("user_service_pool_size"))
                        .flatMap(metric -> metric.samples().stream())
                        .map(line -> line.replaceAll(".*pool=\"(\\w+)\".*server=\"([\\w-]+)\".*", "$2 $1"))
                        .sorted()
                        .toList());
        String[] replicas = {"role=\"replica\""};
        assertTrue(now.sum("user_service_pool_wait_seconds_count", replicas) >= 1);
        assertTrue(now.sum("user_service_pool_connect_seconds_count", replicas) >= 1);
        assertEquals(0, now.sum("user_service_pool_connections", "state=\"in-use\""));
        assertTrue(now.sum("user_service_pool_connections", "state=\"idle\"") >= 1);
    }

    /** {@code up} is Prometheus' own. */
    @Test
    void alertsAndDashboardAskForWhatThereIs() throws Exception {
        Set<String> asked = new TreeSet<>();
        Observability.expressions().forEach(expression -> asked.addAll(expression.metrics()));
        assertTrue(asked.remove("up"));
        assertTrue(asked.size() > 20, asked::toString);
        asked.removeAll(Exposition.now().names());
        assertEquals(Set.of(), asked);
    }

    @Test
    void promtoolFindsNoFaultButWithNamesAndHelpOfOthers() throws Exception {
        List<String> faults = Promtool.faults(Exposition.now().text());
        assertEquals(
                List.of(),
                faults.stream()
                        .filter(fault -> FOREIGN.stream().noneMatch(fault::startsWith))
                        .toList());
    }
}
