package io.userservice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.userservice.deploy.choice.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.Stack;

/** What is open to anyone, and what is allowed to everyone: of all stacks together. */
class ExposureTest {

    @Test
    void whatRunsTheServicesImageCanChangeNoFile() {
        Synthesis synthesis = Synthesis.with(Engine.RDS);
        Map<Stack, String> containers =
                Map.of(synthesis.stacks.ecs(), "service", synthesis.stacks.migration(), "migration");
        containers.forEach((stack, container) -> assertEquals(
                List.of(true),
                Synthesis.list(synthesis.only(stack, "AWS::ECS::TaskDefinition"), "ContainerDefinitions").stream()
                        .map(Synthesis::object)
                        .filter(definition -> container.equals(definition.get("Name")))
                        .map(definition -> definition.get("ReadonlyRootFilesystem"))
                        .toList()));
    }

    @ParameterizedTest
    @EnumSource
    void anyoneReachesTheLoadBalancersHttpsPortAndNothingElse(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);
        List<String> open = new ArrayList<>();
        for (Stack stack : synthesis.all()) {
            synthesis
                    .resources(stack, "AWS::EC2::SecurityGroup")
                    .forEach((name, group) -> Synthesis.list(group, "SecurityGroupIngress")
                            .forEach(rule -> open.add(name + describe(Synthesis.object(rule)))));
            synthesis.resources(stack, "AWS::EC2::SecurityGroupIngress").forEach((name, rule) -> {
                assertNull(rule.get("CidrIp"), name);
                assertNull(rule.get("CidrIpv6"), name);
            });
        }

        assertEquals(List.of("DoorGroup: 443 from 0.0.0.0/0"), open);
    }

    private static String describe(Map<String, Object> rule) {
        return ": %s from %s".formatted(((Number) rule.get("FromPort")).intValue(), rule.get("CidrIp"));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsGivenAPublicAddress(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);

        synthesis
                .resources(synthesis.stacks.shared(), "AWS::EC2::Subnet")
                .forEach((name, subnet) -> assertEquals(false, subnet.get("MapPublicIpOnLaunch"), name));
        Map<String, Object> network = Synthesis.object(
                Synthesis.object(synthesis.only(synthesis.stacks.ecs(), "AWS::ECS::Service"), "NetworkConfiguration"),
                "AwsvpcConfiguration");
        assertEquals("DISABLED", network.get("AssignPublicIp"));
        Synthesis.list(network, "Subnets")
                .forEach(subnet -> assertEquals(
                        "${NetworkserviceSubnet", synthesis.text(subnet).substring(0, 22)));
    }

    /** Each of these knows no narrower resource; the policies of the key itself are about that key. */
    @ParameterizedTest
    @EnumSource
    void noRoleMayDoAnythingToAnyResourceButWhatCannotBeNarrowed(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);
        Set<String> actions = new TreeSet<>();
        for (List<Map<String, Object>> policy : policies(synthesis)) {
            for (Map<String, Object> statement : policy) {
                if (Synthesis.list(statement, "Resource").contains("*")) {
                    Synthesis.list(statement, "Action").forEach(action -> actions.add(action.toString()));
                }
            }
        }

        assertEquals(
                Set.of(
                        "ec2:AssignPrivateIpAddresses",
                        "ec2:CreateNetworkInterface",
                        "ec2:DeleteNetworkInterface",
                        "ec2:DescribeNetworkInterfaces",
                        "ec2:DescribeSubnets",
                        "ec2:UnassignPrivateIpAddresses",
                        "ecr:GetAuthorizationToken"),
                actions);
    }

    /** The key's own policy leaves that to roles; without it a task does not start, and the proxy cannot log in. */
    @ParameterizedTest
    @EnumSource
    void whoeverMayReadASecretMayDecryptIt(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);
        int readers = 0;
        for (List<Map<String, Object>> policy : policies(synthesis)) {
            if (allows(policy, "secretsmanager:GetSecretValue").findAny().isPresent()) {
                readers++;
                assertEquals(
                        List.of("${Key.Arn}"),
                        allows(policy, "kms:Decrypt")
                                .map(statement -> synthesis.text(statement.get("Resource")))
                                .toList());
            }
        }

        assertEquals(3, readers, "migrations, tasks, and the proxy");
    }

    private static Stream<Map<String, Object>> allows(List<Map<String, Object>> policy, String action) {
        return policy.stream()
                .filter(statement -> Synthesis.list(statement, "Action").contains(action));
    }

    /** The statements of each policy of a role. */
    private static List<List<Map<String, Object>>> policies(Synthesis synthesis) {
        List<List<Map<String, Object>>> policies = new ArrayList<>();
        for (Stack stack : synthesis.all()) {
            synthesis.resources(stack, "AWS::IAM::Policy").values().forEach(policy -> policies.add(statements(policy)));
            synthesis
                    .resources(stack, "AWS::IAM::Role")
                    .values()
                    .forEach(role -> Synthesis.list(role, "Policies")
                            .forEach(policy -> policies.add(statements(Synthesis.object(policy)))));
        }
        return policies;
    }

    private static List<Map<String, Object>> statements(Map<String, Object> policy) {
        return Synthesis.list(Synthesis.object(policy, "PolicyDocument"), "Statement").stream()
                .map(Synthesis::object)
                .toList();
    }
}
