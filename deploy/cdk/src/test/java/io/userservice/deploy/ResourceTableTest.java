package io.userservice.deploy;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.userservice.deploy.choice.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What deploy/README.md says that each size has, and comes to, is what its templates have. A failure has the table to copy. */
class ResourceTableTest {

    private static final String README = "../README.md";
    private static final String RESOURCES = "| | `small` | `standard` | `large` |";
    private static final String PRICES = "| For a month | USD |";
    private static final String SUMS = "| USD a month, about | `small` | `standard` | `large` |";

    private static final String ALARM = "AWS::CloudWatch::Alarm";
    private static final String DASHBOARD = "AWS::CloudWatch::Dashboard";

    @Test
    void theResourcesAreThoseOfTheTemplates() {
        Map<String, Function<Inventory, Object>> rds = new LinkedHashMap<>();
        rds.put("Zones", Inventory::zones);
        rds.put("NAT gateways", all -> all.shared("AWS::EC2::NatGateway"));
        rds.put("Endpoints, of S3 and of the kind that is free", all -> all.shared("AWS::EC2::VPCEndpoint"));
        rds.put("Servers on RDS", ResourceTableTest::servers);
        rds.put("– of which have a standby in another zone", Inventory::standbys);
        rds.put("– storage (gp3)", Inventory::storage);
        Map<String, Function<Inventory, Object>> service = new LinkedHashMap<>();
        service.put("ECS: load balancers", all -> all.ecs("AWS::ElasticLoadBalancingV2::LoadBalancer"));
        service.put("– tasks", all -> "%d to %d".formatted(all.minTasks(), all.maxTasks()));
        service.put(
                "– each has",
                all -> "%s vCPU, %d GB, %s"
                        .formatted(
                                number(all.processors()),
                                all.memory(),
                                all.architecture().toLowerCase(Locale.ROOT)));
        service.put("Lambda: proxies", all -> all.lambda("AWS::RDS::DBProxy"));
        service.put("– the function has", Inventory::function);
        service.put("– runs at once, unless `Concurrency` says otherwise", Inventory::executions);
        service.put(
                "Alarms: shared, ECS, Lambda",
                all -> "%d, %d, %d".formatted(all.shared(ALARM), all.ecs(ALARM), all.lambda(ALARM)));
        service.put(
                "Dashboards: shared, ECS, Lambda",
                all -> "%d, %d, %d".formatted(all.shared(DASHBOARD), all.ecs(DASHBOARD), all.lambda(DASHBOARD)));
        service.put(
                "Secrets, keys",
                all -> "%d, %d".formatted(all.shared("AWS::SecretsManager::Secret"), all.shared("AWS::KMS::Key")));

        List<String> expected = new ArrayList<>(rows(rds, "rds"));
        expected.addAll(rows(Map.of("Servers on Aurora", ResourceTableTest::servers), "aurora"));
        expected.addAll(rows(service, "rds"));
        assertSame(expected, MarkdownTable.in(README, RESOURCES));
    }

    /** The prices themselves nobody can test here; what they come to can be wrong as well. */
    @Test
    void theSumsAreThoseOfThePrices() {
        Map<String, Double> prices = new LinkedHashMap<>();
        MarkdownTable.in(README, PRICES)
                .rows()
                .forEach(row -> prices.put(row.get(0).replace("`", ""), Double.valueOf(row.get(1))));
        Map<String, Function<Inventory, Object>> sums = new LinkedHashMap<>();
        sums.put("RDS, ECS", all -> round(shared(all, prices) + ecs(all, prices)));
        sums.put("RDS, Lambda", all -> round(shared(all, prices) + lambda(all, prices)));
        assertSame(rows(sums, "rds"), MarkdownTable.in(README, SUMS));
    }

    private static double shared(Inventory all, Map<String, Double> prices) {
        double sum = all.shared("AWS::EC2::NatGateway") * price(prices, "NAT gateway")
                + all.shared("AWS::EC2::EIP") * price(prices, "Public address");
        for (Map.Entry<String, Long> servers : all.servers().entrySet()) {
            // A standby costs what its primary costs.
            long paid = servers.getValue() + all.standbys();
            sum += paid * (price(prices, servers.getKey()) + all.gigabytes() * price(prices, "GB of storage (gp3)"));
        }
        return sum
                + all.shared("AWS::SecretsManager::Secret") * price(prices, "Secret")
                + all.shared("AWS::KMS::Key") * price(prices, "Key")
                + all.alarmMetrics(all.synthesis().stacks.shared()) * price(prices, "Metric of an alarm");
    }

    private static double ecs(Inventory all, Map<String, Double> prices) {
        return price(prices, "Load balancer")
                + all.zones() * price(prices, "Public address")
                + all.minTasks()
                        * (all.processors() * price(prices, "vCPU of a task, arm64")
                                + all.memory() * price(prices, "GB of a task, arm64"))
                + all.alarmMetrics(all.synthesis().stacks.ecs()) * price(prices, "Metric of an alarm");
    }

    private static double lambda(Inventory all, Map<String, Double> prices) {
        return price(prices, "Proxy for " + all.servers().keySet().iterator().next())
                + all.alarmMetrics(all.synthesis().stacks.lambda()) * price(prices, "Metric of an alarm");
    }

    private static double price(Map<String, Double> prices, String what) {
        if (!prices.containsKey(what)) {
            throw new AssertionError(what + " has no price in " + prices.keySet());
        }
        return prices.get(what);
    }

    /** To ten: more would pretend to know. */
    private static long round(double sum) {
        return Math.round(sum / 10) * 10;
    }

    private static List<String> rows(Map<String, Function<Inventory, Object>> rows, String engine) {
        return rows.entrySet().stream()
                .map(row -> MarkdownTable.row(
                        row.getKey(),
                        Arrays.stream(Size.values())
                                .map(size -> row.getValue()
                                        .apply(Inventory.of("engine=" + engine, "size=" + size))
                                        .toString())
                                .toList()))
                .toList();
    }

    private static String servers(Inventory all) {
        return all.servers().entrySet().stream()
                .map(servers -> "%d × `%s`".formatted(servers.getValue(), servers.getKey()))
                .collect(joining(", "));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Integer.toString((int) value) : Double.toString(value);
    }

    private static void assertSame(List<String> expected, MarkdownTable written) {
        assertEquals(String.join("\n", expected), String.join("\n", written.lines()));
    }
}
