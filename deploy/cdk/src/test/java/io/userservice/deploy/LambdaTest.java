package io.userservice.deploy;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.deploy.choice.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.Stack;

class LambdaTest {

    private static final String FUNCTION = "AWS::Lambda::Function";

    private final Synthesis rds = Synthesis.with(Engine.RDS);
    private final Synthesis aurora = Synthesis.with(Engine.AURORA);

    @Test
    void theFunctionIsNativeOnArmAndBoundedInNumber() {
        Map<String, Object> function = rds.only(rds.stacks.lambda(), FUNCTION);

        assertEquals("provided.al2023", function.get("Runtime"));
        assertEquals(List.of("arm64"), function.get("Architectures"));
        assertEquals("${Concurrency}", rds.text(function.get("ReservedConcurrentExecutions")));
        assertFalse(function.containsKey("SnapStart"));
    }

    @Test
    void without_a_built_function_the_deployer_is_asked_for_one_in_s3() {
        Map<String, Object> code = Synthesis.object(rds.only(rds.stacks.lambda(), FUNCTION), "Code");

        assertEquals("${CodeBucket}", rds.text(code.get("S3Bucket")));
        assertEquals("${CodeKey}", rds.text(code.get("S3Key")));
        rds.template(rds.stacks.lambda())
                .findParameters("Code*")
                .forEach((name, parameter) -> assertFalse(parameter.containsKey("Default"), name));
    }

    @Test
    void onJavaItIsWhatWasBuiltForItsProcessorAndStartsFromASnapshot(@TempDir Path folder) throws IOException {
        Path zip = Files.writeString(folder.resolve("function.zip"), "built");
        Synthesis java = Synthesis.of("lambda=java25", "processor=x86_64", "functionZip=" + zip);
        Map<String, Object> function = java.only(java.stacks.lambda(), FUNCTION);

        assertEquals("java25", function.get("Runtime"));
        assertEquals(List.of("x86_64"), function.get("Architectures"));
        for (Stack stack : List.of(java.stacks.ecs(), java.stacks.migration())) {
            assertEquals(
                    "X86_64",
                    Synthesis.object(java.only(stack, "AWS::ECS::TaskDefinition"), "RuntimePlatform")
                            .get("CpuArchitecture"));
        }
        assertEquals(
                "PublishedVersions", Synthesis.object(function, "SnapStart").get("ApplyOn"));
        assertTrue(java.text(Synthesis.object(function, "Code").get("S3Key")).endsWith(".zip"));
        // A snapshot is of a version: what the API calls has to be one.
        Map<String, Object> alias = java.only(java.stacks.lambda(), "AWS::Lambda::Alias");
        assertTrue(java.text(alias.get("FunctionVersion")).startsWith("${FunctionCurrentVersion"));
        java.resources(java.stacks.lambda(), "AWS::ApiGatewayV2::Integration")
                .values()
                .forEach(integration -> assertEquals("${Live}", java.text(integration.get("IntegrationUri"))));
    }

    @ParameterizedTest
    @EnumSource
    void itLogsInByIamAndNeverMigrates(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);
        Map<String, String> environment = synthesis.functionEnvironment(synthesis.stacks.lambda());

        assertEquals("true", environment.get("USER_SERVICE_DATABASE_IAM_AUTH"));
        assertEquals("true", environment.get("USER_SERVICE_PRIMARY_PROXY"));
        assertEquals("false", environment.get("QUARKUS_FLYWAY_MIGRATE_AT_START"));
        assertEquals("${JwtKeys}", environment.get("MP_JWT_VERIFY_PUBLICKEY_LOCATION"));
        assertEquals("${Concurrency}", environment.get("USER_SERVICE_INSTANCES"));
        assertFalse(environment.keySet().stream().anyMatch(name -> name.contains("PASSWORD")));
    }

    @Test
    void itMayLogInWhereItReadsAndWritesAndAsNobodyElse() {
        assertEquals(
                Set.of(
                        "/userservice",
                        ":${DatabaseReplica1.DbiResourceId}/userservice_reader",
                        ":${DatabaseReplica2.DbiResourceId}/userservice_reader"),
                logins(rds));
        assertEquals(Set.of("/userservice"), logins(aurora));
    }

    /** The ends of the resources of rds-db:connect: the server, where it is not the proxy, and the user. */
    private static Set<String> logins(Synthesis synthesis) {
        Set<String> ends = new TreeSet<>();
        for (Map<String, Object> policy : synthesis
                .resources(synthesis.stacks.lambda(), "AWS::IAM::Policy")
                .values()) {
            for (Object statement : Synthesis.list(Synthesis.object(policy, "PolicyDocument"), "Statement")) {
                if (Synthesis.list(Synthesis.object(statement), "Action").contains("rds-db:connect")) {
                    Synthesis.list(Synthesis.object(statement), "Resource").forEach(resource -> {
                        String text = synthesis.text(resource);
                        assertTrue(
                                text.startsWith(
                                        "arn:${AWS::Partition}:rds-db:${AWS::Region}:${AWS::AccountId}:dbuser:"),
                                text);
                        ends.add(
                                text.contains("Proxy")
                                        ? text.substring(text.lastIndexOf('/'))
                                        : text.substring(text.indexOf("dbuser") + 6));
                    });
                }
            }
        }
        return ends;
    }

    @ParameterizedTest
    @EnumSource
    void theProxyTakesTokensOfIamOverTlsAndHoldsTheServicesPassword(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);
        Map<String, Object> proxy = synthesis.only(synthesis.stacks.lambda(), "AWS::RDS::DBProxy");
        Map<String, Object> login =
                Synthesis.object(Synthesis.list(proxy, "Auth").get(0));

        assertEquals(true, proxy.get("RequireTLS"));
        assertEquals("REQUIRED", login.get("IAMAuth"));
        assertEquals("${DatabaseServiceSecret}", synthesis.text(login.get("SecretArn")));
    }

    @Test
    void theProxyStandsInFrontOfThePrimary() {
        assertEquals(
                "${DatabasePrimary}",
                rds.text(Synthesis.list(
                                rds.only(rds.stacks.lambda(), "AWS::RDS::DBProxyTargetGroup"), "DBInstanceIdentifiers")
                        .get(0)));
        assertEquals(
                "${DatabaseCluster}",
                aurora.text(Synthesis.list(
                                aurora.only(aurora.stacks.lambda(), "AWS::RDS::DBProxyTargetGroup"),
                                "DBClusterIdentifiers")
                        .get(0)));
    }

    @Test
    void theApiHasTheServicesPathsAndNoOthers() {
        Stack stack = rds.stacks.lambda();

        assertEquals(
                Set.of(
                        "ANY /",
                        "ANY /users",
                        "ANY /users/{id}",
                        "ANY /users:batch",
                        "ANY /problems",
                        "ANY /problems/{kind}",
                        "ANY /q/openapi"),
                Set.copyOf(rds.resources(stack, "AWS::ApiGatewayV2::Route").values().stream()
                        .map(route -> route.get("RouteKey"))
                        .toList()));
    }

    @Test
    void whatIsRaisedIsOfTheApiTheFunctionTheProxyAndTheLog() {
        Map<String, Map<String, Object>> alarms = rds.resources(rds.stacks.lambda(), "AWS::CloudWatch::Alarm");

        assertEquals(
                Map.of(
                        "ServerErrors", "5xx",
                        "Latency", "Latency",
                        "Throttles", "Throttles",
                        "ApiThrottles", "Throttled",
                        "ProxyFull", "DatabaseConnectionsBorrowLatency",
                        "Fallback", "ReplicaLost"),
                alarms.entrySet().stream()
                        .collect(toMap(
                                Map.Entry::getKey, alarm -> alarm.getValue().get("MetricName"))));
        assertEquals(
                Map.of(
                        "ReplicaLost",
                        "?\"server-banned server=replica\" ?\"server-late server=replica\"",
                        "DoorThrottled",
                        "{ $.status = \"429\" }"),
                rds.resources(rds.stacks.lambda(), "AWS::Logs::MetricFilter").entrySet().stream()
                        .collect(toMap(
                                Map.Entry::getKey, filter -> filter.getValue().get("FilterPattern"))));
    }
}
