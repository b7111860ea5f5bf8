package io.userservice.deploy.network;

import io.userservice.deploy.choice.Stage;
import io.userservice.deploy.watch.Alarms;
import io.userservice.deploy.watch.Suppressions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/** The one public door of the service on ECS: HTTPS, and no port for anything else. */
public final class LoadBalancer extends Construct {

    /** Where the service answers its clients, and where it tells of its health. */
    public static final int HTTP = 8080;

    public static final int MANAGEMENT = 9000;

    private final ApplicationLoadBalancer balancer;
    private final ApplicationTargetGroup tasks;

    /** Speaks to whatever has the security group, at its two ports. */
    public LoadBalancer(Construct scope, String id, Vpc vpc, SecurityGroup service, String certificate, Stage stage) {
        super(scope, id);
        SecurityGroup group = SecurityGroup.Builder.create(this, "Group")
                .vpc(vpc)
                .description("The public door")
                .allowAllOutbound(false)
                .build();
        group.addIngressRule(Peer.anyIpv4(), Port.tcp(443), "HTTPS from anywhere");
        // CDK sees to the port that the service answers at; its health is told at another.
        group.addEgressRule(service, Port.tcp(MANAGEMENT), "The health of the service");
        service.addIngressRule(group, Port.tcp(MANAGEMENT), "Health checks by the load balancer");
        Suppressions.accept(
                group, "AwsSolutions-EC23", "The API is for the public; HTTPS is the only port that is open.");

        this.balancer = ApplicationLoadBalancer.Builder.create(this, "Balancer")
                .vpc(vpc)
                .vpcSubnets(Network.PUBLIC)
                .internetFacing(true)
                .securityGroup(group)
                .dropInvalidHeaderFields(true)
                .deletionProtection(stage.kept())
                .build();
        logTo(accessLogs(stage));
        this.tasks = ApplicationTargetGroup.Builder.create(this, "Tasks")
                .vpc(vpc)
                .targetType(TargetType.IP)
                .protocol(ApplicationProtocol.HTTP)
                .port(HTTP)
                .deregistrationDelay(Duration.seconds(30))
                .healthCheck(HealthCheck.builder()
                        .path("/q/health/ready")
                        .port(Integer.toString(MANAGEMENT))
                        .interval(Duration.seconds(10))
                        .timeout(Duration.seconds(5))
                        .healthyThresholdCount(2)
                        .unhealthyThresholdCount(3)
                        .build())
                .build();
        ApplicationListener https = balancer.addListener(
                "Https",
                BaseApplicationListenerProps.builder()
                        .protocol(ApplicationProtocol.HTTPS)
                        .port(443)
                        // The rule for anyone is above; CDK would add another of its own.
                        .open(false)
                        .sslPolicy(SslPolicy.TLS13_RES)
                        .certificates(List.of(ListenerCertificate.fromArn(certificate)))
                        .defaultTargetGroups(List.of(tasks))
                        .build());
        https.setAttribute("routing.http.response.strict_transport_security.header_value", "max-age=31536000");
    }

    /** Its name until it has a better one. */
    public String host() {
        return balancer.getLoadBalancerDnsName();
    }

    /** Who called. The bucket stays in any stage, because only an empty one can be deleted, and empties itself. */
    private Bucket accessLogs(Stage stage) {
        Bucket bucket = Bucket.Builder.create(this, "AccessLogs")
                // The only encryption that load balancers can write with.
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .lifecycleRules(List.of(
                        LifecycleRule.builder().expiration(stage.logTime()).build()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        Suppressions.accept(
                bucket, "AwsSolutions-S1", "It holds access logs itself; logging who reads them has no end.");
        return bucket;
    }

    /** CDK's own way wants to know the region, for the accounts that load balancers had before they had this principal. */
    private void logTo(Bucket bucket) {
        bucket.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("logdelivery.elasticloadbalancing.amazonaws.com")))
                .actions(List.of("s3:PutObject"))
                .resources(List.of(bucket.arnForObjects(
                        "AWSLogs/%s/*".formatted(Stack.of(this).getAccount()))))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                .build());
        balancer.setAttribute("access_logs.s3.enabled", "true");
        balancer.setAttribute("access_logs.s3.bucket", bucket.getBucketName());
        balancer.getNode().addDependency(bucket);
    }

    /** Answers that tell of a failure, whether the service gave them or nobody could be asked. */
    public IMetric serverErrors() {
        return MathExpression.Builder.create()
                .label("5xx")
                .expression("FILL(service, 0) + FILL(balancer, 0)")
                .usingMetrics(new TreeMap<>(Map.of(
                        "service", balancer.getMetrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, every("Sum")),
                        "balancer", balancer.getMetrics().httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, every("Sum")))))
                .period(Alarms.PERIOD)
                .build();
    }

    /** Tasks that are there and do not say that they are ready. */
    public IMetric unhealthy() {
        return tasks.getMetrics().unhealthyHostCount(every("Maximum"));
    }

    /** Seconds until a task answered, of all requests but one in a hundred. */
    public IMetric latency() {
        return tasks.getMetrics().targetResponseTime(every("p99"));
    }

    private static MetricOptions every(String statistic) {
        return MetricOptions.builder()
                .period(Alarms.PERIOD)
                .statistic(statistic)
                .build();
    }

    public ApplicationTargetGroup tasks() {
        return tasks;
    }
}
