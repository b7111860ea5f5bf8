package io.userservice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.deploy.choice.Engine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;

class EcsTest {

    private final Synthesis synthesis = Synthesis.with(Engine.RDS);
    private final Stack stack = synthesis.stacks.ecs();

    @Test
    void aDeploymentThatDoesNotBecomeHealthyIsTakenBack() {
        synthesis
                .template(stack)
                .hasResourceProperties(
                        "AWS::ECS::Service",
                        Map.of(
                                "DeploymentConfiguration",
                                Match.objectLike(Map.of(
                                        "DeploymentCircuitBreaker",
                                        Map.of("Enable", true, "Rollback", true),
                                        "MinimumHealthyPercent",
                                        100))));
    }

    @Test
    void tasksScaleWithLoadAndAreThreeAtLeast() {
        Map<String, Object> target = synthesis.only(stack, "AWS::ApplicationAutoScaling::ScalableTarget");

        assertEquals(3, ((Number) target.get("MinCapacity")).intValue());
        assertEquals(12, ((Number) target.get("MaxCapacity")).intValue());
        // As many again while a deployment replaces them.
        assertEquals("24", synthesis.environment(stack, "service").get("USER_SERVICE_INSTANCES"));
        assertEquals(
                Set.of("ECSServiceAverageCPUUtilization", "ALBRequestCountPerTarget"),
                Set.copyOf(synthesis.resources(stack, "AWS::ApplicationAutoScaling::ScalingPolicy").values().stream()
                        .map(policy -> Synthesis.object(
                                        Synthesis.object(policy, "TargetTrackingScalingPolicyConfiguration"),
                                        "PredefinedMetricSpecification")
                                .get("PredefinedMetricType"))
                        .toList()));
    }

    @Test
    void theLoadBalancerSpeaksHttpsOnlyAndAsksTheManagementPortForHealth() {
        Map<String, Object> listener = synthesis.only(stack, "AWS::ElasticLoadBalancingV2::Listener");
        Map<String, Object> tasks = synthesis.only(stack, "AWS::ElasticLoadBalancingV2::TargetGroup");

        assertEquals("HTTPS", listener.get("Protocol"));
        assertEquals(
                List.of(Map.of(
                        "Key", "routing.http.response.strict_transport_security.header_value",
                        "Value", "max-age=31536000")),
                listener.get("ListenerAttributes"));
        assertEquals(443, ((Number) listener.get("Port")).intValue());
        assertTrue(((String) listener.get("SslPolicy")).contains("TLS13"));
        assertEquals(
                "${CertificateArn}",
                synthesis.text(Synthesis.object(
                                Synthesis.list(listener, "Certificates").get(0))
                        .get("CertificateArn")));
        assertEquals("/q/health/ready", tasks.get("HealthCheckPath"));
        assertEquals("9000", tasks.get("HealthCheckPort"));
    }

    @Test
    void thePasswordIsInjectedFromItsSecretAndInNoEnvironment() {
        assertEquals(
                Map.of(
                        "QUARKUS_DATASOURCE_USERNAME", "${DatabaseServiceSecret}:username::",
                        "QUARKUS_DATASOURCE_PASSWORD", "${DatabaseServiceSecret}:password::"),
                synthesis.secrets(stack, "service"));
        assertFalse(
                synthesis.environment(stack, "service").keySet().stream().anyMatch(name -> name.contains("PASSWORD")));
    }

    @Test
    void instancesNeverMigrateAndAlwaysVerifyTokens() {
        Map<String, String> environment = synthesis.environment(stack, "service");

        assertEquals("false", environment.get("QUARKUS_FLYWAY_MIGRATE_AT_START"));
        assertEquals("${JwtIssuer}", environment.get("MP_JWT_VERIFY_ISSUER"));
        assertEquals("${JwtAudience}", environment.get("MP_JWT_VERIFY_AUDIENCES"));
        assertEquals("${JwtKeys}", environment.get("MP_JWT_VERIFY_PUBLICKEY_LOCATION"));
        assertFalse(environment.containsKey("USER_SERVICE_AUTH"));
    }

    @Test
    void whatTheBalancerTheTasksAndTheServiceTellRaisesAlarms() {
        Map<String, Map<String, Object>> alarms = synthesis.resources(stack, "AWS::CloudWatch::Alarm");

        assertEquals(Set.of("Lag", "Fallback", "ServerErrors", "Unhealthy", "Latency", "Cpu"), alarms.keySet());
        assertEquals("UnHealthyHostCount", alarms.get("Unhealthy").get("MetricName"));
        assertEquals("TargetResponseTime", alarms.get("Latency").get("MetricName"));
        assertEquals("CPUUtilization", alarms.get("Cpu").get("MetricName"));
        assertEquals("user_service_replica_lag_seconds", alarms.get("Lag").get("MetricName"));
        assertEquals(
                Set.of("user_service_fallbacks_total", "user_service_calls_total"), metrics(alarms.get("Fallback")));
        assertEquals(
                Set.of("HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"), metrics(alarms.get("ServerErrors")));
        alarms.forEach((name, alarm) -> assertEquals(
                "${Alarms}",
                synthesis.text(Synthesis.list(alarm, "AlarmActions").get(0)),
                name));
    }

    private static Set<Object> metrics(Map<String, Object> alarm) {
        return Set.copyOf(Synthesis.list(alarm, "Metrics").stream()
                .map(Synthesis::object)
                .filter(metric -> metric.containsKey("MetricStat"))
                .map(metric -> Synthesis.object(Synthesis.object(metric, "MetricStat"), "Metric")
                        .get("MetricName"))
                .toList());
    }

    @Test
    void theCollectorLetsThroughWhatTheAlarmsNeedIntoTheGroupThatItMayWriteTo() {
        String collector = synthesis.environment(stack, "metrics").get("AOT_CONFIG_CONTENT");

        for (String needed : List.of(
                "127.0.0.1:9000",
                "/q/metrics",
                "user_service_(calls_total|fallbacks_total|replica_lag_seconds)",
                "namespace: \"UserService\"",
                "log_group_name: \"/user-service/metrics\"")) {
            assertTrue(collector.contains(needed), needed);
        }
        assertFalse(collector.contains("@"), collector);
        assertTrue(synthesis.resources(stack, "AWS::Logs::LogGroup").values().stream()
                .anyMatch(group -> "/user-service/metrics".equals(group.get("LogGroupName"))));
    }
}
