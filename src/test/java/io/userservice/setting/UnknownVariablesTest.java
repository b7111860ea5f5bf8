package io.userservice.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownVariablesTest {

    private static final Set<String> PROPERTIES = Set.of(
            "user-service.auth",
            "user-service.limits.max-requests",
            "user-service.replicas.\"replica-1\".load-balanced",
            "quarkus.http.port");

    @ParameterizedTest
    @CsvSource({
        "USER_SERVICE_AUTH, false",
        "USER_SERVICE_LIMITS_MAX_REQUESTS, false",
        "USER_SERVICE_REPLICAS__REPLICA_1__LOAD_BALANCED, false",
        "USER_SERVICE_LIMIT_MAX_REQUESTS, true",
        "USER_SERVICE_AUHT, true",
        "USER_SERVICE_REPLICAS_REPLICA_1_LOAD_BALANCED, true",
        // Of Kubernetes, for a service of that name.
        "USER_SERVICE_SERVICE_HOST, false",
        "USER_SERVICE_SERVICE_PORT_HTTP, false",
        "USER_SERVICE_PORT, false",
        "USER_SERVICE_PORT_8080_TCP_ADDR, false",
        // Of others.
        "QUARKUS_HTTP_PROT, false",
        "PATH, false",
    })
    void whatLooksLikeOneOfOursAndIsNone(String variable, boolean unknown) {
        assertEquals(unknown ? List.of(variable) : List.of(), UnknownVariables.among(Set.of(variable), PROPERTIES));
    }
}
