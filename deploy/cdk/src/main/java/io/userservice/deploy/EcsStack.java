package io.userservice.deploy;

import io.userservice.deploy.Choices.Processor;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LoadBalancerTargetOptions;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.RequestCountScalingProps;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/** The service as tasks on Fargate that speak to each server of the database directly, as the routing wants it. */
final class EcsStack extends Stack {

    private static final String COLLECTOR = "public.ecr.aws/aws-observability/aws-otel-collector:v0.47.0";
    private static final String SERVICE = "service";
    private static final int MIN_TASKS = 3;
    private static final int MAX_TASKS = 12;
    private static final int MAX_HEALTHY_PERCENT = 200;

    private final SharedStack shared;

    EcsStack(Construct scope, String id, SharedStack shared, Processor processor) {
        super(scope, id);
        this.shared = shared;
        SecurityGroup group =
                shared.group(this, "The service on ECS", "Images, secrets, logs, and the keys of the tokens' issuer");
        FargateService service = service(task(processor), group);
        LoadBalancer balancer = new LoadBalancer(
                this,
                "Door",
                shared.vpc(),
                group,
                Variables.parameter(
                        this, "CertificateArn", "The certificate for the service's name, in ACM", "arn:.+:acm:.+"));
        balancer.tasks()
                .addTarget(service.loadBalancerTarget(LoadBalancerTargetOptions.builder()
                        .containerName(SERVICE)
                        .containerPort(LoadBalancer.HTTP)
                        .build()));
        ScalableTaskCount tasks = service.autoScaleTaskCount(EnableScalingProps.builder()
                .minCapacity(MIN_TASKS)
                .maxCapacity(MAX_TASKS)
                .build());
        tasks.scaleOnCpuUtilization(
                "Cpu",
                CpuUtilizationScalingProps.builder()
                        .targetUtilizationPercent(60)
                        .build());
        tasks.scaleOnRequestCount(
                "Requests",
                RequestCountScalingProps.builder()
                        .targetGroup(balancer.tasks())
                        // A minute, for each task.
                        .requestsPerTarget(30_000)
                        .build());
        alarms(balancer);
        CfnOutput.Builder.create(this, "Url")
                .description("The certificate is for the service's name, which is to lead there")
                .value("https://" + balancer.host())
                .build();
        CfnOutput.Builder.create(this, "ServiceName")
                .value(service.getServiceName())
                .build();
    }

    private FargateTaskDefinition task(Processor processor) {
        FargateTaskDefinition task = FargateTask.on(this, processor, 1024, 2048);
        Database database = shared.database();
        ISecret secret = Database.in(this, "Secret", database.serviceSecret());
        Map<String, String> environment = Variables.ofService(this);
        environment.putAll(Variables.ofServers(
                Database.directUrl(database.primaryHost()), database.replicaHosts(), Database::directUrl));
        environment.putAll(database.discovery());
        // Until the load balancer has noticed that a task ends.
        environment.put("QUARKUS_SHUTDOWN_DELAY", "10S");
        // A deployment starts the new tasks before it stops the old ones.
        environment.put("USER_SERVICE_INSTANCES", Integer.toString(MAX_TASKS * MAX_HEALTHY_PERCENT / 100));
        task.addContainer(
                SERVICE,
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromEcrRepository(
                                shared.images(),
                                Variables.parameter(this, "ImageTag", "The tag of the service's image", ".+")))
                        .readonlyRootFilesystem(true)
                        .environment(environment)
                        // Replicas take the primary's user and password.
                        .secrets(Map.of(
                                "QUARKUS_DATASOURCE_USERNAME",
                                Secret.fromSecretsManager(secret, "username"),
                                "QUARKUS_DATASOURCE_PASSWORD",
                                Secret.fromSecretsManager(secret, "password")))
                        .portMappings(List.of(port(LoadBalancer.HTTP), port(LoadBalancer.MANAGEMENT)))
                        // Longer than calls are given to end.
                        .stopTimeout(Duration.seconds(60))
                        .logging(FargateTask.logs(this, "Log"))
                        .build());

        LogGroup metrics = LogGroup.Builder.create(this, "Metrics")
                // collector.yaml writes there.
                .logGroupName("/user-service/metrics")
                .retention(RetentionDays.ONE_WEEK)
                .build();
        task.addContainer(
                "metrics",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromRegistry(COLLECTOR))
                        .essential(false)
                        .cpu(64)
                        .memoryLimitMiB(256)
                        .environment(Map.of("AOT_CONFIG_CONTENT", Variables.text("collector.yaml")))
                        .logging(FargateTask.logs(this, "CollectorLog"))
                        .build());
        metrics.grant(task.getTaskRole(), "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents");
        database.grantDecrypt(task.obtainExecutionRole());
        FargateTask.accept(task);
        return task;
    }

    private static PortMapping port(int port) {
        return PortMapping.builder().containerPort(port).build();
    }

    private FargateService service(FargateTaskDefinition task, SecurityGroup group) {
        return FargateService.Builder.create(this, "Service")
                .cluster(shared.cluster())
                .taskDefinition(task)
                .vpcSubnets(SharedStack.PRIVATE)
                .assignPublicIp(false)
                .securityGroups(List.of(group, shared.database().clientsIn(this)))
                .desiredCount(MIN_TASKS)
                .minHealthyPercent(100)
                .maxHealthyPercent(MAX_HEALTHY_PERCENT)
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .healthCheckGracePeriod(Duration.seconds(30))
                .build();
    }

    private void alarms(LoadBalancer balancer) {
        shared.raise(
                Alarm.Builder.create(this, "ServerErrors")
                        .alarmDescription("Clients are told of failures (5xx), more than ten a minute")
                        .threshold(10)
                        .evaluationPeriods(3)
                        .treatMissingData(TreatMissingData.NOT_BREACHING),
                balancer.serverErrors());
        shared.raise(
                Alarm.Builder.create(this, "Fallback")
                        .alarmDescription("More than 5 % of the calls are reads that no replica could answer")
                        .threshold(5)
                        .evaluationPeriods(5)
                        .treatMissingData(TreatMissingData.NOT_BREACHING),
                MathExpression.Builder.create()
                        .label("calls that fell back, %")
                        // A handful of calls says nothing.
                        .expression("IF(calls > 20, 100 * FILL(fallbacks, 0) / calls, 0)")
                        .usingMetrics(Map.of(
                                "fallbacks", metric("user_service_fallbacks_total", "Sum"),
                                "calls", metric("user_service_calls_total", "Sum")))
                        .period(SharedStack.alarmPeriod())
                        .build());
        shared.raise(
                Alarm.Builder.create(this, "Lag")
                        .alarmDescription(
                                "The service has found a replica more than 10 s behind for five minutes, or tells nothing")
                        .threshold(10)
                        .evaluationPeriods(5)
                        .treatMissingData(TreatMissingData.BREACHING),
                metric("user_service_replica_lag_seconds", "Maximum"));
    }

    /** One of those that {@code collector.yaml} lets through, over all tasks. */
    private static Metric metric(String name, String statistic) {
        return Metric.Builder.create()
                .namespace("UserService")
                .metricName(name)
                .dimensionsMap(Map.of("service", "user-service"))
                .statistic(statistic)
                .period(SharedStack.alarmPeriod())
                .build();
    }
}
