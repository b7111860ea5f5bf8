package io.userservice.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.configuration.DurationConverter;
import io.userservice.setting.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pods may do, how they are asked, and how they end. */
class PodsTest {

    /** What the standard "restricted" of Kubernetes' Pod Security Standards asks for, and more. */
    private static final String POD = """
            {"runAsNonRoot": true, "runAsUser": 1001, "runAsGroup": 1001, "seccompProfile": {"type": "RuntimeDefault"}}""";

    private static final String CONTAINER = """
            {"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]}}""";

    private static final Set<String> OPEN = Set.of("hostNetwork", "hostPID", "hostIPC", "volumes", "initContainers");

    static Stream<Pod> pods() throws IOException {
        return Stream.of(Manifests.service().pod(), Manifests.migration().pod());
    }

    @ParameterizedTest
    @MethodSource("pods")
    void theyHaveNoRightsThatTheyDoNotNeed(Pod pod) throws IOException {
        assertEquals(Manifests.json(POD), pod.spec().path("securityContext"));
        assertEquals(Manifests.json(CONTAINER), pod.container().path("securityContext"));
        OPEN.forEach(field -> assertFalse(pod.spec().has(field), field));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void theyHaveNoTokenForKubernetesAndNoVariablesOfOtherServices(Pod pod) {
        assertEquals("false", pod.spec().path("automountServiceAccountToken").asText());
        assertEquals("false", pod.spec().path("enableServiceLinks").asText());
    }

    @ParameterizedTest
    @MethodSource("pods")
    void theirMemoryIsTheirsAndTheirProcessorTimeHasNoLimit(Pod pod) {
        JsonNode resources = pod.container().path("resources");
        assertEquals(resources.at("/requests/memory"), resources.at("/limits/memory"));
        assertTrue(resources.at("/requests/memory").asText().matches("\\d+Gi"), resources::toString);
        assertTrue(resources.at("/requests/cpu").isTextual(), resources::toString);
        assertTrue(resources.at("/limits/cpu").isMissingNode(), resources::toString);
    }

    @ParameterizedTest
    @MethodSource("pods")
    void theirImageHasATagThatStaysWhatItIs(Pod pod) {
        String image = pod.container().path("image").asText();
        assertTrue(image.matches("[a-z.-]+/user-service:[0-9].*"), image);
    }

    /** That these paths answer is in {@link KubernetesIT}. */
    @Test
    void theServiceIsAskedWhereItTellsOfItsHealthInProduction() throws IOException {
        Pod pod = Manifests.service().pod();
        assertEquals(Settings.ofQuarkus().get("quarkus.http.port"), Integer.toString(pod.port("http")));
        assertEquals(Settings.ofQuarkus().get("quarkus.management.port"), Integer.toString(pod.port("management")));
        assertEquals("true", Settings.ofService().get("quarkus.management.enabled"));
        Map<String, String> paths = Map.of(
                "startupProbe", "/q/health/live",
                "livenessProbe", "/q/health/live",
                "readinessProbe", "/q/health/ready");
        assertEquals(paths.keySet(), pod.probes().keySet());
        pod.probes().forEach((name, probe) -> {
            assertEquals(paths.get(name), probe.at("/httpGet/path").asText(), name);
            assertEquals("management", probe.at("/httpGet/port").asText(), name);
        });
    }

    @Test
    void aStartMayTakeLongAndAHiccupKillsNobody() throws IOException {
        Map<String, JsonNode> probes = Manifests.service().pod().probes();
        assertTrue(patience(probes.get("startupProbe")).toSeconds() >= 60);
        assertTrue(patience(probes.get("livenessProbe")).toSeconds() >= 30);
        assertTrue(patience(probes.get("readinessProbe")).toSeconds() <= 10);
    }

    @Test
    void theServiceHasTheTimeToEndThatItTakes() throws IOException {
        Pod pod = Manifests.service().pod();
        Duration delay = DurationConverter.parseDuration(pod.values().get("QUARKUS_SHUTDOWN_DELAY"));
        Duration timeout = DurationConverter.parseDuration(pod.values()
                .getOrDefault("QUARKUS_SHUTDOWN_TIMEOUT", Settings.ofService().get("quarkus.shutdown.timeout")));
        // Its time begins with this hook, and the service's only after it.
        assertFalse(pod.container().has("lifecycle"), "a preStop hook is needed by nobody");
        Duration grace = Duration.ofSeconds(
                pod.spec().path("terminationGracePeriodSeconds").asInt(30));
        assertTrue(
                grace.compareTo(delay.plus(timeout).plusSeconds(5)) >= 0,
                () -> grace + " for " + delay + " and " + timeout);
        // Both the endpoints of Services and load balancers take some seconds to follow.
        assertTrue(delay.toSeconds() >= 5, delay::toString);
    }

    @Test
    void theNamespaceRefusesWhatIsLessRestricted() throws IOException {
        JsonNode namespace = Manifests.file("namespace.yaml");
        assertEquals(
                "restricted",
                namespace
                        .at("/metadata/labels")
                        .path("pod-security.kubernetes.io/enforce")
                        .asText());
        for (JsonNode object : Manifests.service().objects()) {
            assertEquals(namespace.at("/metadata/name"), object.at("/metadata/namespace"));
        }
    }

    /** How long a probe fails before it has an effect. */
    private static Duration patience(JsonNode probe) {
        return Duration.ofSeconds((long) probe.path("periodSeconds").asInt()
                * probe.path("failureThreshold").asInt());
    }
}
