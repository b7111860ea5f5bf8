package io.userservice.deploy;

import io.userservice.deploy.choice.Choices.Processor;
import io.userservice.deploy.choice.Stage;
import io.userservice.deploy.watch.Logs;
import io.userservice.deploy.watch.Suppressions;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.RuntimePlatform;

/** What the service's task and the one that migrates have in common. */
final class FargateTask {

    private FargateTask() {}

    /** A task for a processor. Its image has to be for that, too. */
    static FargateTaskDefinition on(Stack stack, Processor processor, int cpu, int memory) {
        return FargateTaskDefinition.Builder.create(stack, "Task")
                .cpu(cpu)
                .memoryLimitMiB(memory)
                .runtimePlatform(RuntimePlatform.builder()
                        .cpuArchitecture(processor.ofTasks())
                        .operatingSystemFamily(OperatingSystemFamily.LINUX)
                        .build())
                .build();
    }

    static LogDriver logs(Stack stack, String id, Stage stage) {
        return LogDriver.awsLogs(AwsLogDriverProps.builder()
                .streamPrefix("user-service")
                .logGroup(Logs.in(stack, id, stage))
                .build());
    }

    /** Once all containers are added: the role that starts them is made with the first. */
    static void accept(FargateTaskDefinition task) {
        Suppressions.accept(
                task,
                "AwsSolutions-ECS2",
                "What is secret comes from Secrets Manager; these variables hold host names and settings.");
        Suppressions.accept(
                task,
                "AwsSolutions-IAM5",
                "Resource::*",
                "ecr:GetAuthorizationToken knows no resource; the images and logs themselves are named.");
    }
}
