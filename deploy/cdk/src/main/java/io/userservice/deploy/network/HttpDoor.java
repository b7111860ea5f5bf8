package io.userservice.deploy.network;

import io.userservice.deploy.choice.Stage;
import io.userservice.deploy.watch.Alarms;
import io.userservice.deploy.watch.Logs;
import io.userservice.deploy.watch.Suppressions;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpStage;
import software.amazon.awscdk.services.apigatewayv2.ThrottleSettings;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.constructs.Construct;

/** The public door of the service on Lambda: an HTTP API, which speaks HTTPS only, with the service's paths and no others. */
public final class HttpDoor extends Construct {

    private static final List<String> PATHS =
            List.of("/", "/users", "/users/{id}", "/users:batch", "/problems", "/problems/{kind}", "/q/openapi");
    private static final List<String> LOGGED = List.of(
            "requestId",
            "identity.sourceIp",
            "requestTime",
            "routeKey",
            "status",
            "responseLength",
            "responseLatency",
            "integrationErrorMessage");

    private final HttpApi api;
    private final LogGroup log;

    public HttpDoor(Construct scope, String id, Alias function, Stage kept) {
        super(scope, id);
        this.api = HttpApi.Builder.create(this, "Api").createDefaultStage(false).build();
        HttpLambdaIntegration service = new HttpLambdaIntegration("Service", function);
        PATHS.forEach(path -> api.addRoutes(AddRoutesOptions.builder()
                        .path(path)
                        .methods(List.of(HttpMethod.ANY))
                        .integration(service)
                        .build())
                .forEach(route -> Suppressions.accept(
                        route,
                        "AwsSolutions-APIG4",
                        "The service itself verifies each call's token, and tells a client what is wrong with it;"
                                + " an authorizer would answer without a reason, and accept RSA only.")));
        HttpStage stage = HttpStage.Builder.create(this, "Stage")
                .httpApi(api)
                .stageName("$default")
                .autoDeploy(true)
                .detailedMetricsEnabled(true)
                .throttle(ThrottleSettings.builder()
                        .rateLimit(1000)
                        .burstLimit(2000)
                        .build())
                .build();
        this.log = Logs.in(this, "AccessLog", kept);
        ((CfnStage) stage.getNode().getDefaultChild())
                .setAccessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                        .destinationArn(log.getLogGroupArn())
                        .format(format())
                        .build());
    }

    private static String format() {
        return LOGGED.stream()
                .map(name -> "\"%s\":\"$context.%s\"".formatted(name, name))
                .collect(Collectors.joining(",", "{", "}"));
    }

    public IMetric serverErrors() {
        return api.metricServerError(every("Sum"));
    }

    /** Milliseconds until the client had its answer, of all requests but one in a hundred. */
    public IMetric latency() {
        return api.metricLatency(every("p99"));
    }

    /** Requests that the API itself refused with 429; it counts them with all other mistakes of clients, so this is from its log. */
    public IMetric throttled(String namespace) {
        return MetricFilter.Builder.create(this, "Throttled")
                .logGroup(log)
                .filterPattern(FilterPattern.stringValue("$.status", "=", "429"))
                .metricNamespace(namespace)
                .metricName("Throttled")
                .metricValue("1")
                .build()
                .metric(every("Sum"));
    }

    private static MetricOptions every(String statistic) {
        return MetricOptions.builder()
                .statistic(statistic)
                .period(Alarms.PERIOD)
                .build();
    }

    public String url() {
        return api.getApiEndpoint();
    }
}
