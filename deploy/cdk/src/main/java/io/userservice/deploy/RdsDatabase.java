package io.userservice.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.ec2.InstanceClass;
import software.amazon.awscdk.services.ec2.InstanceSize;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.rds.CfnDBProxyTargetGroup;
import software.amazon.awscdk.services.rds.DatabaseInstance;
import software.amazon.awscdk.services.rds.DatabaseInstanceEngine;
import software.amazon.awscdk.services.rds.DatabaseInstanceReadReplica;
import software.amazon.awscdk.services.rds.IInstanceEngine;
import software.amazon.awscdk.services.rds.ParameterGroup;
import software.amazon.awscdk.services.rds.PostgresEngineVersion;
import software.amazon.awscdk.services.rds.PostgresInstanceEngineProps;
import software.amazon.awscdk.services.rds.StorageType;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;
import software.constructs.IConstruct;

/** RDS for PostgreSQL: a primary with a standby in another zone, and streaming read replicas of it. */
final class RdsDatabase extends Database {

    private static final InstanceType SIZE = InstanceType.of(InstanceClass.R7G, InstanceSize.LARGE);
    private static final IInstanceEngine ENGINE = DatabaseInstanceEngine.postgres(PostgresInstanceEngineProps.builder()
            .version(PostgresEngineVersion.VER_17)
            .build());

    private final Vpc vpc;
    private final ParameterGroup parameters;
    private final DatabaseInstance primary;
    private final Map<String, DatabaseInstanceReadReplica> replicas = new LinkedHashMap<>();

    RdsDatabase(Construct scope, String id, Vpc vpc, Key key, int count) {
        super(scope, id, vpc, key);
        this.vpc = vpc;
        this.parameters = ParameterGroup.Builder.create(this, "Parameters")
                .engine(ENGINE)
                .parameters(Map.of(
                        "rds.force_ssl", "1",
                        // Rows that a replica's reads may still need are kept on the primary, or their reads would be
                        // cancelled.
                        "hot_standby_feedback", "1",
                        // Milliseconds. Longer than any read of the service runs, which its statement timeout sees to.
                        "max_standby_streaming_delay", "30000",
                        "idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION))
                .build();
        this.primary = primary();
        for (int n = 1; n <= count; n++) {
            replicas.put("Replica" + n, replica("Replica" + n));
        }
        acceptDefaults(primary);
        replicas.values().forEach(RdsDatabase::acceptReplica);
    }

    private static void acceptReplica(IConstruct replica) {
        acceptDefaults(replica);
        Suppressions.accept(
                replica,
                "AwsSolutions-RDS2",
                "A replica in the primary's region is encrypted with the primary's key and refuses a setting of its own.");
        Suppressions.accept(
                replica,
                "AwsSolutions-RDS3",
                "The replicas stand in for each other, and the primary for both; it is the primary that has a standby.");
    }

    private DatabaseInstance primary() {
        DatabaseInstance built = DatabaseInstance.Builder.create(this, "Primary")
                .engine(ENGINE)
                .instanceType(SIZE)
                .vpc(vpc)
                .vpcSubnets(SharedStack.ISOLATED)
                .securityGroups(serverGroups())
                .publiclyAccessible(false)
                .multiAz(true)
                .databaseName(NAME)
                .credentials(ownerCredentials())
                .iamAuthentication(true)
                .parameterGroup(parameters)
                .caCertificate(CERTIFICATE)
                .storageType(StorageType.GP3)
                .allocatedStorage(100)
                .maxAllocatedStorage(1000)
                .storageEncrypted(true)
                .storageEncryptionKey(key())
                .backupRetention(BACKUPS)
                .copyTagsToSnapshot(true)
                .deleteAutomatedBackups(false)
                .deletionProtection(true)
                .removalPolicy(RemovalPolicy.SNAPSHOT)
                .cloudwatchLogsExports(List.of(LOG))
                .enablePerformanceInsights(true)
                .performanceInsightEncryptionKey(key())
                .monitoringInterval(MONITORING)
                .build();
        alarmOn(built.addRotationSingleUser(ROTATION));
        return built;
    }

    /** It is encrypted with the primary's key, as every replica in the primary's region is. */
    private DatabaseInstanceReadReplica replica(String name) {
        return DatabaseInstanceReadReplica.Builder.create(this, name)
                .sourceDatabaseInstance(primary)
                .instanceType(SIZE)
                .vpc(vpc)
                .vpcSubnets(SharedStack.ISOLATED)
                .securityGroups(serverGroups())
                .publiclyAccessible(false)
                .iamAuthentication(true)
                .parameterGroup(parameters)
                .caCertificate(CERTIFICATE)
                .storageType(StorageType.GP3)
                .maxAllocatedStorage(1000)
                .copyTagsToSnapshot(true)
                .deletionProtection(true)
                .removalPolicy(RemovalPolicy.DESTROY)
                .cloudwatchLogsExports(List.of(LOG))
                .enablePerformanceInsights(true)
                .performanceInsightEncryptionKey(key())
                .monitoringInterval(MONITORING)
                .build();
    }

    @Override
    String primaryHost() {
        return primary.getDbInstanceEndpointAddress();
    }

    @Override
    List<String> replicaHosts() {
        return replicas.values().stream()
                .map(DatabaseInstanceReadReplica::getDbInstanceEndpointAddress)
                .toList();
    }

    /** Seconds since the last replayed commit. */
    @Override
    Map<String, IMetric> lags() {
        Map<String, IMetric> lags = new LinkedHashMap<>();
        replicas.forEach((name, replica) -> lags.put(
                name,
                replica.metric(
                        "ReplicaLag",
                        MetricOptions.builder()
                                .period(SharedStack.alarmPeriod())
                                .statistic("Maximum")
                                .build())));
        return lags;
    }

    /** With nothing to replay the measure grows to five minutes before RDS itself writes something. */
    @Override
    int lagLimit() {
        return 360;
    }

    @Override
    boolean readsThroughProxy() {
        return false;
    }

    @Override
    void addTo(CfnDBProxyTargetGroup.Builder proxy) {
        proxy.dbInstanceIdentifiers(List.of(primary.getInstanceIdentifier()));
    }

    @Override
    ISecret ownerSecret() {
        return primary.getSecret();
    }

    @Override
    void grantRead(IGrantable grantee) {
        replicas.values().forEach(replica -> replica.grantConnect(grantee, READER));
    }
}
