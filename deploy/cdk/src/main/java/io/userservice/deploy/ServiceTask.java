package io.userservice.deploy;

import io.userservice.deploy.choice.Choices.Processor;
import io.userservice.deploy.choice.Size.Tasks;
import io.userservice.deploy.choice.Stage;
import io.userservice.deploy.database.Database;
import io.userservice.deploy.database.JdbcUrl;
import io.userservice.deploy.database.Passwords;
import io.userservice.deploy.network.LoadBalancer;
import io.userservice.deploy.watch.Logs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.secretsmanager.ISecret;

/** What one task runs: the service, and beside it a collector that brings the service's metrics to CloudWatch. */
final class ServiceTask {

    /** The container that answers clients. */
    static final String SERVICE = "service";

    private static final String COLLECTOR = "public.ecr.aws/aws-observability/aws-otel-collector:v0.47.0";

    private ServiceTask() {}

    /** @param instances how many tasks there may be at once */
    static FargateTaskDefinition in(Stack stack, SharedStack shared, Processor processor, int instances) {
        Tasks size = shared.size().tasks();
        FargateTaskDefinition task = FargateTask.on(stack, processor, size.cpu(), size.memory());
        addService(task, stack, shared, instances);
        addCollector(task, stack, shared.stage());
        shared.database().passwords().grantDecrypt(task.obtainExecutionRole());
        FargateTask.accept(task);
        return task;
    }

    private static void addService(FargateTaskDefinition task, Stack stack, SharedStack shared, int instances) {
        Database database = shared.database();
        ISecret secret = Passwords.in(stack, "Secret", database.passwords().ofService());
        Map<String, String> environment = Variables.ofService(stack);
        environment.putAll(
                Variables.ofServers(JdbcUrl.direct(database.primaryHost()), database.replicaHosts(), JdbcUrl::direct));
        environment.putAll(database.discovery());
        // Until the load balancer has noticed that a task ends.
        environment.put("QUARKUS_SHUTDOWN_DELAY", "10S");
        environment.put("USER_SERVICE_INSTANCES", Integer.toString(instances));
        task.addContainer(
                SERVICE,
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromEcrRepository(
                                shared.images(),
                                Variables.parameter(stack, "ImageTag", "The tag of the service's image", ".+")))
                        .readonlyRootFilesystem(true)
                        .environment(environment)
                        // Replicas take the primary's user and password.
                        .secrets(new TreeMap<>(Map.of(
                                "QUARKUS_DATASOURCE_USERNAME",
                                Secret.fromSecretsManager(secret, "username"),
                                "QUARKUS_DATASOURCE_PASSWORD",
                                Secret.fromSecretsManager(secret, "password"))))
                        .portMappings(List.of(port(LoadBalancer.HTTP), port(LoadBalancer.MANAGEMENT)))
                        // Longer than calls are given to end.
                        .stopTimeout(Duration.seconds(60))
                        .logging(FargateTask.logs(stack, "Log", shared.stage()))
                        .build());
    }

    private static PortMapping port(int port) {
        return PortMapping.builder().containerPort(port).build();
    }

    private static void addCollector(FargateTaskDefinition task, Stack stack, Stage stage) {
        String group = "/%s/metrics".formatted(stage.resource());
        task.addContainer(
                "metrics",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromRegistry(COLLECTOR))
                        .essential(false)
                        .cpu(64)
                        .memoryLimitMiB(256)
                        .environment(Map.of(
                                "AOT_CONFIG_CONTENT",
                                Variables.text("collector.yaml")
                                        .replace("@group@", group)
                                        .replace("@namespace@", stage.prefix())))
                        .logging(FargateTask.logs(stack, "CollectorLog", stage))
                        .build());
        Logs.named(stack, "Metrics", stage, group)
                .grant(task.getTaskRole(), "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents");
    }
}
