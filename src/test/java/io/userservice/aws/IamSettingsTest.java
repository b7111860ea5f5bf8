package io.userservice.aws;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IamSettingsTest {

    private static final Map<String, String> FUNCTION = Map.of(
            "user-service.database.iam-auth", "true",
            "AWS_REGION", "eu-central-1",
            "AWS_ACCESS_KEY_ID", "akid",
            "AWS_SECRET_ACCESS_KEY", "skid");

    @ParameterizedTest
    @ValueSource(strings = {"AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"})
    void whatIamNeedsIsNamedWhenItIsMissingOrEmpty(String name) {
        Map<String, String> environment = new HashMap<>(FUNCTION);
        environment.put(name, "");
        assertNames(name, environment);
        environment.remove(name);
        assertNames(name, environment);
    }

    @Test
    void aFunctionHasAllOfIt() {
        assertDoesNotThrow(() -> check(FUNCTION));
    }

    @Test
    void aFunctionFromASnapshotHasAnAddressInstead() {
        assertDoesNotThrow(() -> check(Map.of(
                "user-service.database.iam-auth", "true",
                "AWS_REGION", "eu-central-1",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/")));
    }

    @Test
    void whoHasAPasswordNeedsNone() {
        assertDoesNotThrow(() -> check(Map.of()));
    }

    private static void assertNames(String missing, Map<String, String> environment) {
        String message = assertThrows(ConfigValidationException.class, () -> check(environment))
                .getMessage();
        assertTrue(message.contains("iam-auth needs " + missing + " in the environment"), message);
    }

    private static void check(Map<String, String> environment) {
        new SmallRyeConfigBuilder()
                .withInterceptors(new IamSettings())
                .withSources(new PropertiesConfigSource(environment, "environment", 300))
                .withMapping(IamConfig.class)
                .build();
    }
}
