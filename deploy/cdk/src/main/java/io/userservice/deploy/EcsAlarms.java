package io.userservice.deploy;

import io.userservice.deploy.network.LoadBalancer;
import io.userservice.deploy.watch.Alarms;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.ecs.FargateService;

/** What is raised of the service on ECS: what its load balancer sees, what its tasks use, and what they tell. */
final class EcsAlarms {

    private EcsAlarms() {}

    /** @param namespace of the metrics that {@code collector.yaml} lets through */
    static void raise(Alarms alarms, LoadBalancer balancer, FargateService service, String namespace) {
        alarms.above(
                "ServerErrors",
                "Clients are told of failures (5xx), more than ten a minute",
                balancer.serverErrors(),
                10,
                3);
        alarms.above("Unhealthy", "A task is there and not ready", balancer.unhealthy(), 0, 5);
        alarms.above("Latency", "One request in a hundred takes longer than a second", balancer.latency(), 1, 5);
        alarms.above(
                "Cpu",
                "The tasks have been busy, more than 80 %, for a quarter of an hour, although more may be started",
                service.metricCpuUtilization(MetricOptions.builder()
                        .period(Alarms.PERIOD)
                        .statistic("Average")
                        .build()),
                80,
                15);
        alarms.above(
                "Fallback",
                "More than 5 % of the calls are reads that no replica could answer",
                MathExpression.Builder.create()
                        .label("calls that fell back, %")
                        // A handful of calls says nothing.
                        .expression("IF(calls > 20, 100 * FILL(fallbacks, 0) / calls, 0)")
                        .usingMetrics(new TreeMap<>(Map.of(
                                "fallbacks", metric(namespace, "user_service_fallbacks_total", "Sum"),
                                "calls", metric(namespace, "user_service_calls_total", "Sum"))))
                        .period(Alarms.PERIOD)
                        .build(),
                5,
                5);
        alarms.aboveOrUnknown(
                "Lag",
                "The service has found a replica more than 10 s behind for five minutes, or tells nothing",
                metric(namespace, "user_service_replica_lag_seconds", "Maximum"),
                10,
                5);
    }

    /** Over all tasks. */
    private static IMetric metric(String namespace, String name, String statistic) {
        return Alarms.metric(namespace, name, "service", "user-service", statistic);
    }
}
