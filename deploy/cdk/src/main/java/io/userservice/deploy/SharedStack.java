package io.userservice.deploy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ecr.LifecycleRule;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.RepositoryEncryption;
import software.amazon.awscdk.services.ecr.TagMutability;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** What ECS, Lambda and migrations have in common: the network, the database, the images, and who hears of alarms. */
final class SharedStack extends Stack {

    /** Where the service and the proxy are: a way out, none in. */
    static final SubnetSelection PRIVATE =
            SubnetSelection.builder().subnetGroupName("service").build();
    /** Where the database is: no way out, none in. */
    static final SubnetSelection ISOLATED =
            SubnetSelection.builder().subnetGroupName("database").build();
    /** Where only load balancers and NAT gateways are. */
    static final SubnetSelection PUBLIC =
            SubnetSelection.builder().subnetGroupName("public").build();

    private static final int ZONES = 3;

    private final Vpc vpc;
    private final Key key;
    private final Database database;
    private final Repository images;
    private final Cluster cluster;
    private final Topic alarms;

    SharedStack(Construct scope, String id, Choices choices) {
        super(scope, id);
        this.vpc = network();
        this.key = Key.Builder.create(this, "Key")
                .description("user-service: database, secrets, images, alarms")
                .enableKeyRotation(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        this.images = Repository.Builder.create(this, "Images")
                .imageScanOnPush(true)
                .imageTagMutability(TagMutability.IMMUTABLE)
                .encryption(RepositoryEncryption.KMS)
                .encryptionKey(key)
                .lifecycleRules(
                        List.of(LifecycleRule.builder().maxImageCount(50).build()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        this.cluster = Cluster.Builder.create(this, "Cluster")
                .vpc(vpc)
                .containerInsightsV2(ContainerInsights.ENABLED)
                .build();
        this.alarms = Topic.Builder.create(this, "Alarms")
                .masterKey(key)
                .enforceSsl(true)
                .build();
        key.grantEncryptDecrypt(new ServicePrincipal("cloudwatch.amazonaws.com"));
        this.database = Database.of(this, "Database", choices, vpc, key);
        database.lags().forEach((replica, lag) -> {
            Alarm.Builder alarm = Alarm.Builder.create(this, "Lag" + replica)
                    .alarmDescription(replica + " is behind the primary, or nobody knows how far")
                    .threshold(database.lagLimit())
                    .evaluationPeriods(5)
                    .treatMissingData(TreatMissingData.BREACHING);
            raise(alarm, lag);
        });
        raise(
                Alarm.Builder.create(this, "Rotation")
                        .alarmDescription("The password of the database's owner could not be changed")
                        .threshold(0)
                        .evaluationPeriods(1)
                        .treatMissingData(TreatMissingData.NOT_BREACHING),
                database.rotationErrors());
    }

    /**
     * The first zones of whichever region this is deployed to. A stack that names no region would otherwise get two, and
     * one that asks for the region's own needs an account.
     */
    @Override
    public List<String> getAvailabilityZones() {
        return IntStream.range(0, ZONES)
                .mapToObj(zone -> Fn.select(zone, Fn.getAzs()))
                .toList();
    }

    /**
     * NAT gateways instead of interface endpoints: the keys that verify a client's token are fetched from wherever its
     * issuer is, so there has to be a way out. Images come from S3, which has an endpoint that costs nothing.
     */
    private Vpc network() {
        return Vpc.Builder.create(this, "Network")
                .maxAzs(ZONES)
                .natGateways(ZONES)
                .restrictDefaultSecurityGroup(false)
                .subnetConfiguration(List.of(
                        subnets(PUBLIC, SubnetType.PUBLIC, 24),
                        subnets(PRIVATE, SubnetType.PRIVATE_WITH_EGRESS, 20),
                        subnets(ISOLATED, SubnetType.PRIVATE_ISOLATED, 24)))
                .gatewayEndpoints(Map.of(
                        "S3",
                        GatewayVpcEndpointOptions.builder()
                                .service(GatewayVpcEndpointAwsService.S3)
                                .build()))
                .flowLogs(Map.of(
                        "Rejected",
                        FlowLogOptions.builder()
                                .trafficType(FlowLogTrafficType.REJECT)
                                .build()))
                .build();
    }

    private static SubnetConfiguration subnets(SubnetSelection group, SubnetType type, int bits) {
        SubnetConfiguration.Builder subnets = SubnetConfiguration.builder()
                .name(group.getSubnetGroupName())
                .subnetType(type)
                .cidrMask(bits);
        // Whatever is put there has its own address or none.
        return type == SubnetType.PUBLIC ? subnets.mapPublicIpOnLaunch(false).build() : subnets.build();
    }

    /** For what runs in that stack: it may ask anyone over HTTPS, for that reason; other rules are for who adds them. */
    SecurityGroup group(Stack stack, String description, String reason) {
        SecurityGroup group = SecurityGroup.Builder.create(stack, "Group")
                .vpc(vpc)
                .description(description)
                .allowAllOutbound(false)
                .build();
        group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), reason);
        return group;
    }

    /** Builds the alarm on the metric: it is raised above the threshold, and the topic hears of it and of its end. */
    void raise(Alarm.Builder alarm, IMetric metric) {
        SnsAction tell = new SnsAction(alarms);
        Alarm built = alarm.metric(metric)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .build();
        built.addAlarmAction(tell);
        built.addOkAction(tell);
    }

    static Duration alarmPeriod() {
        return Duration.minutes(1);
    }

    Vpc vpc() {
        return vpc;
    }

    Database database() {
        return database;
    }

    Repository images() {
        return images;
    }

    Cluster cluster() {
        return cluster;
    }
}
