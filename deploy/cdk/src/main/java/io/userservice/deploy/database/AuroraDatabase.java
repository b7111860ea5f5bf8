package io.userservice.deploy.database;

import io.userservice.deploy.choice.Choices;
import io.userservice.deploy.network.Network;
import io.userservice.deploy.watch.Logs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awscdk.services.applicationautoscaling.BasicTargetTrackingScalingPolicyProps;
import software.amazon.awscdk.services.applicationautoscaling.PredefinedMetric;
import software.amazon.awscdk.services.applicationautoscaling.ScalableTarget;
import software.amazon.awscdk.services.applicationautoscaling.ServiceNamespace;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.rds.AuroraPostgresClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;
import software.amazon.awscdk.services.rds.BackupProps;
import software.amazon.awscdk.services.rds.CfnDBProxyTargetGroup;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.rds.Endpoint;
import software.amazon.awscdk.services.rds.IClusterInstance;
import software.amazon.awscdk.services.rds.ProvisionedClusterInstanceProps;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/** Aurora PostgreSQL: a writer and readers, each of which can become the writer. */
final class AuroraDatabase extends Database {

    private final DatabaseCluster cluster;
    private final OwnerRotation rotation;

    AuroraDatabase(Construct scope, String id, Choices choices, Vpc vpc, Key key) {
        super(scope, id, choices, vpc, key);
        this.cluster = DatabaseCluster.Builder.create(this, "Cluster")
                .clusterIdentifier(identifier("cluster"))
                .engine(DatabaseClusterEngine.auroraPostgres(AuroraPostgresClusterEngineProps.builder()
                        .version(choices.engine().constant(choices.engineVersion(), AuroraPostgresEngineVersion.class))
                        .build()))
                .writer(server("Writer", "writer", 0))
                .readers(IntStream.rangeClosed(1, choices.replicas())
                        .mapToObj(n -> server("Replica" + n, "replica-" + n, 1))
                        .toList())
                .vpc(vpc)
                .vpcSubnets(Network.ISOLATED)
                .securityGroups(serverGroups())
                .defaultDatabaseName(NAME)
                .credentials(passwords().ofOwner())
                .iamAuthentication(true)
                .parameters(Map.of("rds.force_ssl", "1", "idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION))
                .storageEncrypted(true)
                .storageEncryptionKey(key)
                .backup(BackupProps.builder()
                        .retention(choices.stage().backupTime())
                        .build())
                .copyTagsToSnapshot(true)
                .deletionProtection(choices.stage().kept())
                .removalPolicy(choices.stage().ofData())
                .cloudwatchLogsExports(List.of(LOG))
                .monitoringInterval(MONITORING)
                .build();
        Logs.before(
                cluster,
                this,
                "ClusterLog",
                choices.stage(),
                "/aws/rds/cluster/%s/%s".formatted(identifier("cluster"), LOG));
        this.rotation = new OwnerRotation(this, cluster.addRotationSingleUser(OwnerRotation.WHERE), choices.stage());
        acceptDefaults(cluster);
        if (choices.scalesReplicas()) {
            scaleReaders(choices);
        }
    }

    /** Readers come when those that are there have much to do; the service finds them by itself. */
    private void scaleReaders(Choices choices) {
        ScalableTarget readers = ScalableTarget.Builder.create(this, "Readers")
                .serviceNamespace(ServiceNamespace.RDS)
                .scalableDimension("rds:cluster:ReadReplicaCount")
                .resourceId("cluster:" + cluster.getClusterIdentifier())
                .minCapacity(choices.replicas())
                .maxCapacity(choices.maxReplicas())
                .build();
        // Autoscaling only counts readers that are there.
        readers.getNode().addDependency(cluster);
        readers.scaleToTrackMetric(
                "Cpu",
                BasicTargetTrackingScalingPolicyProps.builder()
                        .predefinedMetric(PredefinedMetric.RDS_READER_AVERAGE_CPU_UTILIZATION)
                        .targetValue(60)
                        .build());
    }

    private IClusterInstance server(String id, String name, int promotionTier) {
        return ClusterInstance.provisioned(
                id,
                ProvisionedClusterInstanceProps.builder()
                        .instanceIdentifier(identifier(name))
                        .instanceType(choices().size().servers().type())
                        .promotionTier(promotionTier)
                        .publiclyAccessible(false)
                        .caCertificate(CERTIFICATE)
                        .enablePerformanceInsights(true)
                        .performanceInsightEncryptionKey(key())
                        .build());
    }

    @Override
    public String primaryHost() {
        return cluster.getClusterEndpoint().getHostname();
    }

    /** The instances' own endpoints: the one for all readers would hide which of them answers. The first is the writer's. */
    @Override
    public List<String> replicaHosts() {
        return cluster.getInstanceEndpoints().stream()
                .skip(1)
                .map(Endpoint::getHostname)
                .toList();
    }

    @Override
    public Map<String, String> discovery() {
        return choices().scalesReplicas() ? Map.of("USER_SERVICE_REPLICAS_DISCOVERY", "aurora") : Map.of();
    }

    /** The lag in milliseconds. Data is on the cluster's volume, which grows; what a server sorts is on a disk of its own. */
    @Override
    Measures measures() {
        return new Measures("AuroraReplicaLag", 1000, "FreeLocalStorage", 1L << 30, false);
    }

    @Override
    OwnerRotation rotation() {
        return rotation;
    }

    @Override
    Map<String, String> primary() {
        return Map.of("Writer", cluster.getInstanceIdentifiers().get(0));
    }

    @Override
    Map<String, String> replicas() {
        Map<String, String> identifiers = new LinkedHashMap<>();
        List<String> servers = cluster.getInstanceIdentifiers();
        for (int n = 1; n < servers.size(); n++) {
            identifiers.put("Replica" + n, servers.get(n));
        }
        return identifiers;
    }

    @Override
    public boolean readsThroughProxy() {
        return true;
    }

    @Override
    public void addTo(CfnDBProxyTargetGroup.Builder proxy) {
        proxy.dbClusterIdentifiers(List.of(cluster.getClusterIdentifier()));
    }

    @Override
    public ISecret ownerSecret() {
        return cluster.getSecret();
    }

    /** Nothing: functions read through the proxy. */
    @Override
    public void grantRead(IGrantable grantee) {}
}
