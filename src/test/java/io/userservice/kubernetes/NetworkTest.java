package io.userservice.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who reaches the pods, and whom they reach. */
class NetworkTest {

    private static final String NAMESPACE = "kubernetes.io/metadata.name";

    @Test
    void clientsComeThroughTheIngressAndOnlyMonitoringAsksTheManagementPort() throws IOException {
        Set<String> let = new TreeSet<>();
        for (JsonNode rule : policy(Manifests.service()).path("ingress")) {
            assertFalse(rule.path("from").isEmpty() || rule.path("ports").isEmpty(), rule::toString);
            for (JsonNode from : rule.path("from")) {
                for (JsonNode port : rule.path("ports")) {
                    String namespace = from.at("/namespaceSelector/matchLabels")
                            .path(NAMESPACE)
                            .asText();
                    let.add(namespace + " to "
                            + Manifests.service().pod().port(port.path("port").asText()));
                }
            }
        }
        assertEquals(Set.of("ingress-nginx to 8080", "monitoring to 9000"), let);
    }

    @Test
    void nobodyReachesTheMigration() throws IOException {
        JsonNode policy = policy(Manifests.migration());
        assertTrue(policy.path("ingress").isEmpty(), policy::toString);
        assertTrue(Manifests.migration().pod().hasLabels(policy.at("/podSelector/matchLabels")));
    }

    @Test
    void theyReachNamesAndPostgresAndTheServiceTheKeysOfTokens() throws IOException {
        assertEquals(Set.of(53, 443, 5432), egress(Manifests.service()));
        assertEquals(Set.of(53, 5432), egress(Manifests.migration()));
        for (String value : Manifests.service().pod().values().values()) {
            assertFalse(value.startsWith("jdbc:") && !value.contains(":5432/"), value);
        }
    }

    @Test
    void clientsFindTheirPortInTheServiceAndNobodyTheManagementPort() throws IOException {
        JsonNode ports = Manifests.service().only("Service").at("/spec/ports");
        assertEquals(1, ports.size());
        assertEquals(
                8080, Manifests.service().pod().port(ports.at("/0/targetPort").asText()));
    }

    @Test
    void prometheusAsksWhereTheMetricsAre() throws IOException {
        JsonNode asked = Manifests.file("service/pod-monitor.yaml").at("/spec/podMetricsEndpoints/0");
        assertEquals("/q/metrics", asked.path("path").asText());
        assertEquals(9000, Manifests.service().pod().port(asked.path("port").asText()));
    }

    private static Set<Integer> egress(Manifests manifests) {
        Set<Integer> ports = new TreeSet<>();
        policy(manifests).path("egress").findValues("port").forEach(port -> ports.add(port.asInt()));
        return ports;
    }

    private static JsonNode policy(Manifests manifests) {
        JsonNode policy = manifests.only("NetworkPolicy").path("spec");
        assertEquals("[\"Ingress\",\"Egress\"]", policy.path("policyTypes").toString());
        return policy;
    }
}
