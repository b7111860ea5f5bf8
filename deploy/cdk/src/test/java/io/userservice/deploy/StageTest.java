package io.userservice.deploy;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.Stack;

/** A test stage goes when its stacks go; of production nothing is lost by a mistake. Both may be in one account. */
class StageTest {

    /** What has a name, and which property that is. */
    private static final Map<String, String> NAMES = Map.of(
            "AWS::RDS::DBInstance", "DBInstanceIdentifier",
            "AWS::RDS::DBCluster", "DBClusterIdentifier",
            "AWS::RDS::DBProxy", "DBProxyName",
            "AWS::RDS::DBProxyEndpoint", "DBProxyEndpointName",
            "AWS::ECS::Cluster", "ClusterName",
            "AWS::Logs::LogGroup", "LogGroupName",
            "AWS::CloudWatch::Dashboard", "DashboardName");

    @ParameterizedTest
    @CsvSource({
        "engine=rds,    stage=production, AWS::RDS::DBInstance, DatabasePrimary,  Snapshot",
        "engine=rds,    stage=test,       AWS::RDS::DBInstance, DatabasePrimary,  Delete",
        "engine=rds,    stage=production, AWS::RDS::DBInstance, DatabaseReplica1, Delete",
        "engine=rds,    stage=test,       AWS::RDS::DBInstance, DatabaseReplica1, Delete",
        "engine=aurora, stage=production, AWS::RDS::DBCluster,  DatabaseCluster,  Snapshot",
        "engine=aurora, stage=test,       AWS::RDS::DBCluster,  DatabaseCluster,  Delete",
        "engine=rds,    stage=production, AWS::KMS::Key,        Key,              RetainExceptOnCreate",
        "engine=rds,    stage=test,       AWS::KMS::Key,        Key,              Delete",
        "engine=rds,    stage=production, AWS::ECR::Repository, Images,           RetainExceptOnCreate",
        "engine=rds,    stage=test,       AWS::ECR::Repository, Images,           Delete",
    })
    void whatBecomesOfItWithItsStack(String engine, String stage, String type, String name, String policy) {
        Synthesis synthesis = Synthesis.of(engine, stage);
        Map<String, Object> resource =
                synthesis.everywhere(type).get(synthesis.stacks.shared().getStackName() + "/" + name);
        boolean kept = stage.equals("stage=production");

        assertEquals(policy, resource.get("DeletionPolicy"));
        Map<String, Object> properties = Synthesis.object(resource, "Properties");
        if (type.startsWith("AWS::RDS")) {
            assertEquals(kept, properties.get("DeletionProtection"));
        }
        if (policy.equals("Snapshot") || name.equals("DatabasePrimary") || name.equals("DatabaseCluster")) {
            assertEquals(kept ? 14 : 1, ((Number) properties.get("BackupRetentionPeriod")).intValue());
        }
        if (name.equals("Images")) {
            assertEquals(!kept, Boolean.TRUE.equals(properties.get("EmptyOnDelete")));
        }
    }

    @ParameterizedTest
    @CsvSource({"stage=production, true", "stage=test, false"})
    void theLoadBalancerIsAsProtectedAsTheDatabase(String stage, String isProtected) {
        Synthesis synthesis = Synthesis.of("engine=rds", stage);
        Map<String, Object> balancer =
                synthesis.only(synthesis.stacks.ecs(), "AWS::ElasticLoadBalancingV2::LoadBalancer");
        assertTrue(Synthesis.list(balancer, "LoadBalancerAttributes")
                .contains(Map.of("Key", "deletion_protection.enabled", "Value", isProtected)));
    }

    @Test
    void theStacksOfAStageAreItsOwn() {
        assertEquals(
                List.of("UserServiceShared", "UserServiceMigration", "UserServiceEcs", "UserServiceLambda"),
                Synthesis.of("engine=rds").all().stream()
                        .map(Stack::getStackName)
                        .toList());
        assertEquals(
                List.of(
                        "UserServiceTestShared",
                        "UserServiceTestMigration",
                        "UserServiceTestEcs",
                        "UserServiceTestLambda"),
                Synthesis.of("engine=rds", "stage=test").all().stream()
                        .map(Stack::getStackName)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"engine=rds", "engine=aurora"})
    void noNameIsOfBothStages(String engine) {
        Set<String> production = names(Synthesis.of(engine, "stage=production"));
        Set<String> test = names(Synthesis.of(engine, "stage=test"));
        assertEquals(production.size(), test.size(), () -> production + " and " + test);
        assertTrue(production.size() > 10, production::toString);
        assertTrue(Collections.disjoint(production, test), () -> production + " and " + test);
    }

    private static Set<String> names(Synthesis synthesis) {
        Set<String> names = new TreeSet<>();
        NAMES.forEach((type, property) -> names.addAll(synthesis.everywhere(type).values().stream()
                .map(resource -> Synthesis.object(resource, "Properties").get(property))
                .filter(Objects::nonNull)
                .map(name -> type + " " + name)
                .collect(toCollection(TreeSet::new))));
        return names;
    }

    /** Two stages in one account must not count for each other. */
    @Test
    void theMetricsOfTheServiceAreOfItsStage() {
        for (String stage : List.of("production", "test")) {
            Synthesis synthesis = Synthesis.of("engine=rds", "stage=" + stage);
            String namespace = stage.equals("test") ? "UserServiceTest" : "UserService";
            assertEquals(
                    namespace,
                    synthesis
                            .resources(synthesis.stacks.ecs(), "AWS::CloudWatch::Alarm")
                            .get("Lag")
                            .get("Namespace"));
            assertTrue(synthesis
                    .environment(synthesis.stacks.ecs(), "metrics")
                    .get("AOT_CONFIG_CONTENT")
                    .contains("namespace: \"" + namespace + "\""));
            assertEquals(
                    namespace + "/Lambda",
                    synthesis
                            .resources(synthesis.stacks.lambda(), "AWS::CloudWatch::Alarm")
                            .get("Fallback")
                            .get("Namespace"));
        }
    }
}
