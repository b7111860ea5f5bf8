package io.userservice.deploy;

import io.userservice.deploy.choice.Choices;
import io.userservice.deploy.choice.Size.Tasks;
import io.userservice.deploy.network.LoadBalancer;
import io.userservice.deploy.network.Network;
import io.userservice.deploy.watch.Alarms;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LoadBalancerTargetOptions;
import software.amazon.awscdk.services.ecs.RequestCountScalingProps;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;
import software.constructs.Construct;

/** The service as tasks on Fargate that speak to each server of the database directly, as the routing wants it. */
final class EcsStack extends Stack {

    private static final int MAX_HEALTHY_PERCENT = 200;

    private final SharedStack shared;

    EcsStack(Construct scope, String id, SharedStack shared, Choices choices) {
        super(scope, id);
        this.shared = shared;
        Tasks size = choices.size().tasks();
        SecurityGroup group =
                shared.group(this, "The service on ECS", "Images, secrets, logs, and the keys of the tokens' issuer");
        // A deployment starts the new tasks before it stops the old ones.
        FargateTaskDefinition task =
                ServiceTask.in(this, shared, choices.processor(), size.max() * MAX_HEALTHY_PERCENT / 100);
        FargateService service = service(task, group);
        LoadBalancer balancer = new LoadBalancer(
                this,
                "Door",
                shared.vpc(),
                group,
                Variables.parameter(
                        this, "CertificateArn", "The certificate for the service's name, in ACM", "arn:.+:acm:.+"),
                choices.stage());
        balancer.tasks()
                .addTarget(service.loadBalancerTarget(LoadBalancerTargetOptions.builder()
                        .containerName(ServiceTask.SERVICE)
                        .containerPort(LoadBalancer.HTTP)
                        .build()));
        scale(service, balancer, size);
        Alarms alarms = shared.alarms(this);
        EcsAlarms.raise(alarms, balancer, service, choices.stage().prefix());
        alarms.show(choices.stage().resource() + "-ecs");
        CfnOutput.Builder.create(this, "Url")
                .description("The certificate is for the service's name, which is to lead there")
                .value("https://" + balancer.host())
                .build();
        CfnOutput.Builder.create(this, "ServiceName")
                .value(service.getServiceName())
                .build();
    }

    private FargateService service(FargateTaskDefinition task, SecurityGroup group) {
        return FargateService.Builder.create(this, "Service")
                .cluster(shared.cluster())
                .taskDefinition(task)
                .vpcSubnets(Network.PRIVATE)
                .assignPublicIp(false)
                .securityGroups(List.of(group, shared.database().clientsIn(this)))
                .desiredCount(shared.size().tasks().min())
                .minHealthyPercent(100)
                .maxHealthyPercent(MAX_HEALTHY_PERCENT)
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .healthCheckGracePeriod(Duration.seconds(30))
                .build();
    }

    private static void scale(FargateService service, LoadBalancer balancer, Tasks size) {
        ScalableTaskCount tasks = service.autoScaleTaskCount(EnableScalingProps.builder()
                .minCapacity(size.min())
                .maxCapacity(size.max())
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
                        // A minute, for each task with a processor.
                        .requestsPerTarget(30_000 * size.cpu() / 1024)
                        .build());
    }
}
