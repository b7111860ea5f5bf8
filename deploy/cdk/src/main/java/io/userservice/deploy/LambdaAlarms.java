package io.userservice.deploy;

import io.userservice.deploy.network.HttpDoor;
import io.userservice.deploy.watch.Alarms;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;

/** What is raised of the service on Lambda: what its API and its proxy see, what Lambda refuses, and what it logs. */
final class LambdaAlarms {

    private LambdaAlarms() {}

    /** @param namespace of the metrics that are made of log lines */
    static void raise(Alarms alarms, HttpDoor door, Function function, LogGroup log, Proxy proxy, String namespace) {
        alarms.above(
                "ServerErrors",
                "Clients are told of failures (5xx), more than ten a minute",
                door.serverErrors(),
                10,
                3);
        alarms.above("Latency", "One request in a hundred takes longer than two seconds", door.latency(), 2000, 5);
        alarms.above(
                "Throttles",
                "Requests are refused, because as many are worked on as may be (Concurrency)",
                function.metricThrottles(sum()),
                0,
                3);
        alarms.above(
                "ApiThrottles",
                "Requests are refused with 429, because more come than the API lets through",
                door.throttled(namespace),
                0,
                3);
        alarms.above(
                "ProxyFull",
                "Functions wait for a connection of the proxy, a tenth of a second on average",
                proxy.borrowing(),
                100_000,
                5);
        alarms.above(
                "Fallback",
                "Functions keep finding replicas that they cannot read from, and fall back",
                lostReplicas(log, namespace),
                5,
                5);
    }

    /** Nobody can read a function's metrics page, but it says in its log when a replica is no longer used. */
    private static IMetric lostReplicas(LogGroup log, String namespace) {
        return MetricFilter.Builder.create(log.getStack(), "ReplicaLost")
                .logGroup(log)
                .filterPattern(FilterPattern.anyTerm("server-banned server=replica", "server-late server=replica"))
                .metricNamespace(namespace)
                .metricName("ReplicaLost")
                .metricValue("1")
                .build()
                .metric(sum());
    }

    private static MetricOptions sum() {
        return MetricOptions.builder().statistic("Sum").period(Alarms.PERIOD).build();
    }
}
