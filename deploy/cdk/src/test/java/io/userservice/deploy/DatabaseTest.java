package io.userservice.deploy;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.deploy.choice.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.Stack;

class DatabaseTest {

    private static final String SERVER = "AWS::RDS::DBInstance";
    private static final String KEY = "${Key.Arn}";

    private final Synthesis rds = Synthesis.with(Engine.RDS);
    private final Synthesis aurora = Synthesis.with(Engine.AURORA);

    @Test
    void rdsHasAPrimaryWithAStandbyAndTwoReplicasOfIt() {
        Map<String, Map<String, Object>> servers = rds.resources(rds.stacks.shared(), SERVER);

        assertEquals(Set.of("DatabasePrimary", "DatabaseReplica1", "DatabaseReplica2"), servers.keySet());
        Map<String, Object> primary = servers.get("DatabasePrimary");
        assertEquals(true, primary.get("MultiAZ"));
        assertEquals(true, primary.get("StorageEncrypted"));
        assertEquals(KEY, rds.text(primary.get("KmsKeyId")));
        assertEquals(14, ((Number) primary.get("BackupRetentionPeriod")).intValue());
        assertEquals(false, primary.get("DeleteAutomatedBackups"));
        // A replica takes its encryption from what it is a replica of.
        assertTrue(rds.text(servers.get("DatabaseReplica1").get("SourceDBInstanceIdentifier"))
                .endsWith(":db:${DatabasePrimary}"));
        assertTrue(rds.text(servers.get("DatabaseReplica2").get("SourceDBInstanceIdentifier"))
                .endsWith(":db:${DatabasePrimary}"));
        servers.forEach((name, server) -> {
            assertEquals(true, server.get("DeletionProtection"), name);
            assertEquals(List.of("postgresql"), server.get("EnableCloudwatchLogsExports"), name);
        });
        assertEquals(
                Map.of(
                        "rds.force_ssl", "1",
                        "hot_standby_feedback", "1",
                        "max_standby_streaming_delay", "30000",
                        "idle_in_transaction_session_timeout", "60000"),
                rds.only(rds.stacks.shared(), "AWS::RDS::DBParameterGroup").get("Parameters"));
    }

    @Test
    void auroraHasAWriterAndTwoReadersOnEncryptedStorage() {
        Map<String, Object> cluster = aurora.only(aurora.stacks.shared(), "AWS::RDS::DBCluster");

        assertEquals(
                Set.of("DatabaseClusterWriter", "DatabaseClusterReplica1", "DatabaseClusterReplica2"),
                aurora.resources(aurora.stacks.shared(), SERVER).keySet());
        assertEquals(true, cluster.get("StorageEncrypted"));
        assertEquals(KEY, aurora.text(cluster.get("KmsKeyId")));
        assertEquals(true, cluster.get("DeletionProtection"));
        assertEquals(14, ((Number) cluster.get("BackupRetentionPeriod")).intValue());
        assertEquals(List.of("postgresql"), cluster.get("EnableCloudwatchLogsExports"));
        assertEquals(
                Map.of("rds.force_ssl", "1", "idle_in_transaction_session_timeout", "60000"),
                aurora.only(aurora.stacks.shared(), "AWS::RDS::DBClusterParameterGroup")
                        .get("Parameters"));
    }

    @ParameterizedTest
    @EnumSource
    void noServerIsPublicAndEachIsWhereNoRouteLeadsOut(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);
        Stack shared = synthesis.stacks.shared();

        synthesis.resources(shared, SERVER).forEach((name, server) -> {
            assertEquals(false, server.get("PubliclyAccessible"), name);
            assertEquals(true, server.get("EnablePerformanceInsights"), name);
        });
        synthesis
                .resources(shared, "AWS::RDS::DBSubnetGroup")
                .values()
                .forEach(group -> Synthesis.list(group, "SubnetIds")
                        .forEach(subnet -> assertTrue(
                                synthesis.text(subnet).startsWith("${NetworkdatabaseSubnet"), synthesis.text(subnet))));
        assertFalse(synthesis.resources(shared, "AWS::EC2::Route").keySet().stream()
                .anyMatch(route -> route.startsWith("NetworkdatabaseSubnet")));
    }

    @ParameterizedTest
    @EnumSource
    void onlyItsClientsAndTheRotationOfItsOwnerReachItsPort(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);

        List<String> sources =
                synthesis.resources(synthesis.stacks.shared(), "AWS::EC2::SecurityGroupIngress").values().stream()
                        .map(rule -> synthesis.text(rule.get("SourceSecurityGroupId")) + " to "
                                + synthesis.text(rule.get("GroupId")))
                        .sorted()
                        .toList();

        assertEquals(2, sources.size(), sources.toString());
        assertEquals("${DatabaseClients.GroupId} to ${DatabaseServers.GroupId}", sources.get(0));
        assertTrue(sources.get(1).contains("RotationSingleUser"), sources.get(1));
    }

    @ParameterizedTest
    @EnumSource
    void eachReplicaHasAnAlarmOnTheEnginesOwnMeasureOfItsLag(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);
        String metric = engine == Engine.RDS ? "ReplicaLag" : "AuroraReplicaLag";
        String prefix = engine == Engine.RDS ? "${DatabaseReplica" : "${DatabaseClusterReplica";

        Map<String, Map<String, Object>> alarms =
                synthesis.resources(synthesis.stacks.shared(), "AWS::CloudWatch::Alarm");
        alarms.keySet().removeIf(name -> !name.startsWith("Lag"));

        assertEquals(Set.of("LagReplica1", "LagReplica2"), alarms.keySet());
        alarms.forEach((name, alarm) -> {
            assertEquals(metric, alarm.get("MetricName"));
            assertEquals("breaching", alarm.get("TreatMissingData"));
            assertEquals(
                    prefix + name.charAt(name.length() - 1) + "}",
                    synthesis.text(
                            Synthesis.object(Synthesis.list(alarm, "Dimensions").get(0))
                                    .get("Value")));
            assertEquals(
                    "${Alarms}",
                    synthesis.text(Synthesis.list(alarm, "AlarmActions").get(0)));
        });
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    RDS,    Cpu,         CPUUtilization,      GreaterThanThreshold, 80
                    RDS,    Storage,     FreeStorageSpace,    LessThanThreshold,    10737418240
                    RDS,    Connections, DatabaseConnections, GreaterThanThreshold, 1351
                    RDS,    Throttled,   ,                    LessThanThreshold,    20
                    AURORA, Cpu,         CPUUtilization,      GreaterThanThreshold, 80
                    AURORA, Storage,     FreeLocalStorage,    LessThanThreshold,    1073741824
                    AURORA, Connections, DatabaseConnections, GreaterThanThreshold, 1351
                    """)
    void eachServerHasTheSameAlarms(Engine engine, String alarm, String metric, String comparison, long threshold) {
        Synthesis synthesis = Synthesis.with(engine);
        String primary = engine == Engine.RDS ? "Primary" : "Writer";
        for (String server : List.of(primary, "Replica1", "Replica2")) {
            Map<String, Object> raised = synthesis
                    .resources(synthesis.stacks.shared(), "AWS::CloudWatch::Alarm")
                    .get(alarm + server);
            assertEquals(metric, raised.get("MetricName"));
            assertEquals(comparison, raised.get("ComparisonOperator"));
            assertEquals(threshold, ((Number) raised.get("Threshold")).longValue());
            assertEquals(
                    Set.of(engine == Engine.RDS ? "${Database" + server + "}" : "${DatabaseCluster" + server + "}"),
                    dimensions(synthesis, raised));
        }
    }

    /** Of all metrics of the alarm. */
    private static Set<String> dimensions(Synthesis synthesis, Map<String, Object> alarm) {
        List<Object> found = new ArrayList<>(Synthesis.list(alarm, "Dimensions"));
        for (Object metric : Synthesis.list(alarm, "Metrics")) {
            Map<String, Object> stat = Synthesis.object(Synthesis.object(metric), "MetricStat");
            found.addAll(Synthesis.list(Synthesis.object(stat, "Metric"), "Dimensions"));
        }
        return found.stream()
                .map(dimension -> synthesis.text(Synthesis.object(dimension).get("Value")))
                .collect(toSet());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAtRestIsEncryptedWithAKeyThatRotates(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);
        Stack shared = synthesis.stacks.shared();

        assertEquals(true, synthesis.only(shared, "AWS::KMS::Key").get("EnableKeyRotation"));
        synthesis
                .resources(shared, "AWS::SecretsManager::Secret")
                .forEach((name, secret) -> assertEquals(KEY, synthesis.text(secret.get("KmsKeyId")), name));
        assertEquals(
                KEY, synthesis.text(synthesis.only(shared, "AWS::SNS::Topic").get("KmsMasterKeyId")));
        assertNotNull(synthesis.only(shared, "AWS::ECR::Repository").get("EncryptionConfiguration"));
    }
}
