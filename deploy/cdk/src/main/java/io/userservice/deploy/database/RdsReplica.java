package io.userservice.deploy.database;

import io.userservice.deploy.choice.Size.Servers;
import io.userservice.deploy.network.Network;
import io.userservice.deploy.watch.Suppressions;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.rds.DatabaseInstance;
import software.amazon.awscdk.services.rds.DatabaseInstanceReadReplica;
import software.amazon.awscdk.services.rds.ParameterGroup;
import software.amazon.awscdk.services.rds.StorageType;

/** A streaming replica on RDS. It is encrypted with the primary's key, as every replica in the primary's region is. */
final class RdsReplica {

    private RdsReplica() {}

    static DatabaseInstanceReadReplica of(
            RdsDatabase database, DatabaseInstance primary, ParameterGroup parameters, int number) {
        String id = "Replica" + number;
        String name = "replica-" + number;
        Servers size = database.choices().size().servers();
        DatabaseInstanceReadReplica replica = DatabaseInstanceReadReplica.Builder.create(database, id)
                .instanceIdentifier(database.identifier(name))
                .sourceDatabaseInstance(primary)
                .instanceType(size.type())
                .vpc(database.vpc())
                .vpcSubnets(Network.ISOLATED)
                .securityGroups(database.serverGroups())
                .publiclyAccessible(false)
                .iamAuthentication(true)
                .parameterGroup(parameters)
                .caCertificate(Database.CERTIFICATE)
                .storageType(StorageType.GP3)
                .maxAllocatedStorage(size.maxStorage())
                .copyTagsToSnapshot(true)
                .deletionProtection(database.choices().stage().kept())
                .removalPolicy(RemovalPolicy.DESTROY)
                .cloudwatchLogsExports(List.of(Database.LOG))
                .enablePerformanceInsights(true)
                .performanceInsightEncryptionKey(database.key())
                .monitoringInterval(Database.MONITORING)
                .build();
        database.keepLog(replica, id, name);
        accept(database, replica);
        return replica;
    }

    private static void accept(RdsDatabase database, DatabaseInstanceReadReplica replica) {
        database.acceptDefaults(replica);
        Suppressions.accept(
                replica,
                "AwsSolutions-RDS2",
                "A replica in the primary's region is encrypted with the primary's key and refuses a setting of its own.");
        Suppressions.accept(
                replica,
                "AwsSolutions-RDS3",
                "The replicas stand in for each other, and the primary for both; it is the primary that has a standby.");
    }
}
