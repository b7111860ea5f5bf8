package io.userservice.deploy;

import io.userservice.deploy.choice.Choices;
import io.userservice.deploy.choice.Size;
import io.userservice.deploy.choice.Stage;
import io.userservice.deploy.database.Database;
import io.userservice.deploy.database.DatabaseAlarms;
import io.userservice.deploy.network.Network;
import io.userservice.deploy.watch.Alarms;
import io.userservice.deploy.watch.Logs;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
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

    private final Choices choices;
    private final Vpc vpc;
    private final Database database;
    private final Repository images;
    private final Cluster cluster;
    private final Topic topic;

    SharedStack(Construct scope, String id, Choices choices) {
        super(scope, id);
        this.choices = choices;
        this.vpc = Network.in(this, size().zones(), stage());
        Key key = Key.Builder.create(this, "Key")
                .description("user-service: database, secrets, images, alarms")
                .enableKeyRotation(true)
                .removalPolicy(stage().ofRest())
                .pendingWindow(Duration.days(stage().kept() ? 30 : 7))
                .build();
        this.images = Repository.Builder.create(this, "Images")
                .imageScanOnPush(true)
                .imageTagMutability(TagMutability.IMMUTABLE)
                .encryption(RepositoryEncryption.KMS)
                .encryptionKey(key)
                .lifecycleRules(
                        List.of(LifecycleRule.builder().maxImageCount(50).build()))
                .removalPolicy(stage().ofRest())
                .emptyOnDelete(!stage().kept())
                .build();
        this.cluster = makeCluster();
        this.topic = Topic.Builder.create(this, "Alarms")
                .masterKey(key)
                .enforceSsl(true)
                .build();
        key.grantEncryptDecrypt(new ServicePrincipal("cloudwatch.amazonaws.com"));
        this.database = Database.of(this, "Database", choices, vpc, key);
        Alarms alarms = alarms(this);
        DatabaseAlarms.raise(alarms, database, size().servers());
        alarms.show(stage().resource() + "-database");
    }

    /** It has a name, because the log of what its tasks use is named after it. */
    private Cluster makeCluster() {
        String name = stage().resource();
        Cluster built = Cluster.Builder.create(this, "Cluster")
                .clusterName(name)
                .vpc(vpc)
                .containerInsightsV2(ContainerInsights.ENABLED)
                .build();
        Logs.before(built, this, "ClusterLog", stage(), "/aws/ecs/containerinsights/%s/performance".formatted(name));
        return built;
    }

    /**
     * The first zones of whichever region this is deployed to. A stack that names no region would otherwise get two, and
     * one that asks for the region's own needs an account.
     */
    @Override
    public List<String> getAvailabilityZones() {
        return IntStream.range(0, choices.size().zones().count())
                .mapToObj(zone -> Fn.select(zone, Fn.getAzs()))
                .toList();
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

    /** For the alarms of that stack, all to the one topic. */
    Alarms alarms(Stack stack) {
        return new Alarms(stack, topic);
    }

    Size size() {
        return choices.size();
    }

    Stage stage() {
        return choices.stage();
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
