package io.userservice.deploy.database;

import io.userservice.deploy.choice.Choices;
import io.userservice.deploy.choice.Size.Servers;
import io.userservice.deploy.network.Network;
import io.userservice.deploy.watch.Logs;
import io.userservice.deploy.watch.Suppressions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** RDS for PostgreSQL: a primary, with a standby in another zone if the size has one, and streaming read replicas of it. */
final class RdsDatabase extends Database {

    private final Servers size;
    private final IInstanceEngine engine;
    private final ParameterGroup parameters;
    private final DatabaseInstance primary;
    private final OwnerRotation rotation;
    private final Map<String, DatabaseInstanceReadReplica> replicas = new LinkedHashMap<>();

    RdsDatabase(Construct scope, String id, Choices choices, Vpc vpc, Key key) {
        super(scope, id, choices, vpc, key);
        this.size = choices.size().servers();
        this.engine = DatabaseInstanceEngine.postgres(PostgresInstanceEngineProps.builder()
                .version(choices.engine().constant(choices.engineVersion(), PostgresEngineVersion.class))
                .build());
        this.parameters = ParameterGroup.Builder.create(this, "Parameters")
                .engine(engine)
                .parameters(Map.of(
                        "rds.force_ssl", "1",
                        // Rows that a replica's reads may still need are kept on the primary, or their reads would be
                        // cancelled.
                        "hot_standby_feedback", "1",
                        // Milliseconds. Longer than any read of the service runs, which its statement timeout sees to.
                        "max_standby_streaming_delay", "30000",
                        "idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION))
                .build();
        this.primary = primaryServer();
        this.rotation = new OwnerRotation(this, primary.addRotationSingleUser(OwnerRotation.WHERE), choices.stage());
        for (int n = 1; n <= choices.replicas(); n++) {
            replicas.put("Replica" + n, RdsReplica.of(this, primary, parameters, n));
        }
        acceptDefaults(primary);
        if (!size.standby()) {
            Suppressions.accept(
                    primary, "AwsSolutions-RDS3", "size=small has a replica to promote, and no standby to pay for.");
        }
    }

    private DatabaseInstance primaryServer() {
        DatabaseInstance built = DatabaseInstance.Builder.create(this, "Primary")
                .instanceIdentifier(identifier("primary"))
                .engine(engine)
                .instanceType(size.type())
                .vpc(vpc())
                .vpcSubnets(Network.ISOLATED)
                .securityGroups(serverGroups())
                .publiclyAccessible(false)
                .multiAz(size.standby())
                .databaseName(NAME)
                .credentials(passwords().ofOwner())
                .iamAuthentication(true)
                .parameterGroup(parameters)
                .caCertificate(CERTIFICATE)
                .storageType(StorageType.GP3)
                .allocatedStorage(size.storage())
                .maxAllocatedStorage(size.maxStorage())
                .storageEncrypted(true)
                .storageEncryptionKey(key())
                .backupRetention(choices().stage().backupTime())
                .copyTagsToSnapshot(true)
                .deleteAutomatedBackups(!choices().stage().kept())
                .deletionProtection(choices().stage().kept())
                .removalPolicy(choices().stage().ofData())
                .cloudwatchLogsExports(List.of(LOG))
                .enablePerformanceInsights(true)
                .performanceInsightEncryptionKey(key())
                .monitoringInterval(MONITORING)
                .build();
        keepLog(built, "Primary", "primary");
        return built;
    }

    /** Its log has a retention before the server writes to it. */
    void keepLog(IConstruct server, String id, String name) {
        Logs.before(
                server,
                this,
                id + "Log",
                choices().stage(),
                "/aws/rds/instance/%s/%s".formatted(identifier(name), LOG));
    }

    @Override
    public String primaryHost() {
        return primary.getDbInstanceEndpointAddress();
    }

    @Override
    public List<String> replicaHosts() {
        return replicas.values().stream()
                .map(DatabaseInstanceReadReplica::getDbInstanceEndpointAddress)
                .toList();
    }

    /**
     * The lag in seconds since the last replayed commit: with nothing to replay that grows to five minutes before RDS itself
     * writes something. Space is the tenth of the first volume; a volume that may still grow has done so by then.
     */
    @Override
    Measures measures() {
        return new Measures("ReplicaLag", 360, "FreeStorageSpace", size.storage() * (1L << 30) / 10, true);
    }

    @Override
    OwnerRotation rotation() {
        return rotation;
    }

    @Override
    Map<String, String> primary() {
        return Map.of("Primary", primary.getInstanceIdentifier());
    }

    @Override
    Map<String, String> replicas() {
        Map<String, String> identifiers = new LinkedHashMap<>();
        replicas.forEach((name, replica) -> identifiers.put(name, replica.getInstanceIdentifier()));
        return identifiers;
    }

    @Override
    public boolean readsThroughProxy() {
        return false;
    }

    @Override
    public void addTo(CfnDBProxyTargetGroup.Builder proxy) {
        proxy.dbInstanceIdentifiers(List.of(primary.getInstanceIdentifier()));
    }

    @Override
    public ISecret ownerSecret() {
        return primary.getSecret();
    }

    @Override
    public void grantRead(IGrantable grantee) {
        replicas.values().forEach(replica -> replica.grantConnect(grantee, READER));
    }
}
