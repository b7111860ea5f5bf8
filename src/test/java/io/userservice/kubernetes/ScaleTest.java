package io.userservice.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.userservice.setting.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How many pods there are, where they are, and what finds them. */
class ScaleTest {

    private static final Path OPERATIONS = Path.of("src/site/markdown/operations.md");
    private static final Pattern SERVERS_TAKE = Pattern.compile("some ([\\d,]+) on the instances of `size=standard`");

    @Test
    void theAutoscalerDecidesHowManyThereAre() throws IOException {
        JsonNode deployment = Manifests.service().only("Deployment");
        JsonNode target = autoscaler().path("scaleTargetRef");

        assertEquals(deployment.path("apiVersion"), target.path("apiVersion"));
        assertEquals(deployment.path("kind"), target.path("kind"));
        assertEquals(deployment.at("/metadata/name"), target.path("name"));
        assertFalse(deployment.path("spec").has("replicas"));
        // It is a share of what is requested.
        assertEquals("cpu", autoscaler().at("/metrics/0/resource/name").asText());
        assertTrue(
                Manifests.service().pod().container().at("/resources/requests").has("cpu"));
    }

    @Test
    void aRolloutTakesAwayNobodyBeforeThereIsAnother() throws IOException {
        JsonNode update = Manifests.service().only("Deployment").at("/spec/strategy/rollingUpdate");
        assertEquals("0", update.path("maxUnavailable").asText());
    }

    @Test
    void aDrainTakesAwayOneAndNeverAll() throws IOException {
        JsonNode budget = Manifests.service().only("PodDisruptionBudget").path("spec");
        assertEquals(1, budget.path("maxUnavailable").asInt());
        assertFalse(budget.has("minAvailable"));
        assertTrue(autoscaler().path("minReplicas").asInt() >= 3);
    }

    @Test
    void theServiceKnowsHowManyThereAreAndTheServersTakeTheirConnections() throws IOException {
        Map<String, String> variables = Manifests.service().pod().values();
        int instances = Integer.parseInt(variables.getOrDefault("USER_SERVICE_INSTANCES", "1"));
        int pool = Integer.parseInt(variables.getOrDefault(
                "QUARKUS_DATASOURCE_JDBC_MAX_SIZE", Settings.ofService().get("quarkus.datasource.jdbc.max-size")));
        MatchResult take = SERVERS_TAKE
                .matcher(Files.readString(OPERATIONS))
                .results()
                .findFirst()
                .orElseThrow();

        // In a rollout all of them may end while as many have begun.
        assertEquals(2 * autoscaler().path("maxReplicas").asInt(), instances);
        int connections = instances * (2 * pool + 1);
        assertTrue(connections < Integer.parseInt(take.group(1).replace(",", "")), () -> connections + " connections");
    }

    @Test
    void theyArePreferablyInDifferentZonesAndOnDifferentNodes() throws IOException {
        Pod pod = Manifests.service().pod();
        JsonNode zones = pod.spec().path("topologySpreadConstraints").path(0);
        assertEquals("topology.kubernetes.io/zone", zones.path("topologyKey").asText());
        assertEquals("ScheduleAnyway", zones.path("whenUnsatisfiable").asText());
        JsonNode others = pod.spec().at("/affinity/podAntiAffinity");
        assertFalse(others.has("requiredDuringSchedulingIgnoredDuringExecution"));
        JsonNode nodes = others.at("/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm");
        assertEquals("kubernetes.io/hostname", nodes.path("topologyKey").asText());
    }

    @Test
    void eachSelectorFindsTheServiceAndNotItsMigration() throws IOException {
        Manifests service = Manifests.service();
        JsonNode spec = service.pod().spec();
        for (JsonNode selector : List.of(
                service.only("Deployment").at("/spec/selector/matchLabels"),
                service.only("Service").at("/spec/selector"),
                service.only("PodDisruptionBudget").at("/spec/selector/matchLabels"),
                service.only("NetworkPolicy").at("/spec/podSelector/matchLabels"),
                Manifests.file("service/pod-monitor.yaml").at("/spec/selector/matchLabels"),
                spec.at("/topologySpreadConstraints/0/labelSelector/matchLabels"),
                spec.at(
                        "/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm/labelSelector/matchLabels"))) {
            assertTrue(service.pod().hasLabels(selector), selector::toString);
            assertFalse(Manifests.migration().pod().hasLabels(selector), selector::toString);
        }
    }

    private static JsonNode autoscaler() throws IOException {
        return Manifests.service().only("HorizontalPodAutoscaler").path("spec");
    }
}
