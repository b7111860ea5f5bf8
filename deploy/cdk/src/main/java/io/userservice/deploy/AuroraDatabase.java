package io.userservice.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.applicationautoscaling.BasicTargetTrackingScalingPolicyProps;
import software.amazon.awscdk.services.applicationautoscaling.PredefinedMetric;
import software.amazon.awscdk.services.applicationautoscaling.ScalableTarget;
import software.amazon.awscdk.services.applicationautoscaling.ServiceNamespace;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.ec2.InstanceClass;
import software.amazon.awscdk.services.ec2.InstanceSize;
import software.amazon.awscdk.services.ec2.InstanceType;
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

    private static final InstanceType SIZE = InstanceType.of(InstanceClass.R7G, InstanceSize.LARGE);

    private final DatabaseCluster cluster;
    private final boolean scalesReplicas;

    AuroraDatabase(Construct scope, String id, Vpc vpc, Key key, Choices choices) {
        super(scope, id, vpc, key);
        this.cluster = DatabaseCluster.Builder.create(this, "Cluster")
                .engine(DatabaseClusterEngine.auroraPostgres(AuroraPostgresClusterEngineProps.builder()
                        .version(AuroraPostgresEngineVersion.VER_17_7)
                        .build()))
                .writer(server("Writer", 0))
                .readers(IntStream.rangeClosed(1, choices.replicas())
                        .mapToObj(n -> server("Replica" + n, 1))
                        .toList())
                .vpc(vpc)
                .vpcSubnets(SharedStack.ISOLATED)
                .securityGroups(serverGroups())
                .defaultDatabaseName(NAME)
                .credentials(ownerCredentials())
                .iamAuthentication(true)
                .parameters(Map.of("rds.force_ssl", "1", "idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION))
                .storageEncrypted(true)
                .storageEncryptionKey(key)
                .backup(BackupProps.builder().retention(BACKUPS).build())
                .copyTagsToSnapshot(true)
                .deletionProtection(true)
                .removalPolicy(RemovalPolicy.SNAPSHOT)
                .cloudwatchLogsExports(List.of(LOG))
                .monitoringInterval(MONITORING)
                .build();
        alarmOn(cluster.addRotationSingleUser(ROTATION));
        acceptDefaults(cluster);
        this.scalesReplicas = choices.scalesReplicas();
        if (scalesReplicas) {
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

    private IClusterInstance server(String id, int promotionTier) {
        return ClusterInstance.provisioned(
                id,
                ProvisionedClusterInstanceProps.builder()
                        .instanceType(SIZE)
                        .promotionTier(promotionTier)
                        .publiclyAccessible(false)
                        .caCertificate(CERTIFICATE)
                        .enablePerformanceInsights(true)
                        .performanceInsightEncryptionKey(key())
                        .build());
    }

    @Override
    String primaryHost() {
        return cluster.getClusterEndpoint().getHostname();
    }

    /** The instances' own endpoints: the one for all readers would hide which of them answers. The first is the writer's. */
    @Override
    List<String> replicaHosts() {
        return cluster.getInstanceEndpoints().stream()
                .skip(1)
                .map(Endpoint::getHostname)
                .toList();
    }

    @Override
    Map<String, String> discovery() {
        return scalesReplicas ? Map.of("USER_SERVICE_REPLICAS_DISCOVERY", "aurora") : Map.of();
    }

    /** Milliseconds. */
    @Override
    Map<String, IMetric> lags() {
        Map<String, IMetric> lags = new LinkedHashMap<>();
        List<String> servers = cluster.getInstanceIdentifiers();
        for (int i = 1; i < servers.size(); i++) {
            lags.put(
                    "Replica" + i,
                    Metric.Builder.create()
                            .namespace("AWS/RDS")
                            .metricName("AuroraReplicaLag")
                            .dimensionsMap(Map.of("DBInstanceIdentifier", servers.get(i)))
                            .period(SharedStack.alarmPeriod())
                            .statistic("Maximum")
                            .build());
        }
        return lags;
    }

    @Override
    int lagLimit() {
        return 1000;
    }

    @Override
    boolean readsThroughProxy() {
        return true;
    }

    @Override
    void addTo(CfnDBProxyTargetGroup.Builder proxy) {
        proxy.dbClusterIdentifiers(List.of(cluster.getClusterIdentifier()));
    }

    @Override
    ISecret ownerSecret() {
        return cluster.getSecret();
    }

    /** Nothing: functions read through the proxy. */
    @Override
    void grantRead(IGrantable grantee) {}
}
