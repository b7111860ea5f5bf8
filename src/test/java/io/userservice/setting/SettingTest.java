package io.userservice.setting;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the configuration classes take. */
class SettingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user-service.instances|0|must be a number from 1 on",
                "user-service.instances|many|must be a number from 1 on",
                "user-service.limits.max-requests|-1|must be a number from 1 on",
                "user-service.limits.max-wait|-1s|must be a time such as",
                "user-service.routing.fallback-budget|-5|must be a number from 1 on",
                "user-service.routing.selection|fastest|least-busy",
                "user-service.consistency.wait|soon|must be a time such as",
                "user-service.consistency.wait|-50ms|must be a time such as",
                "user-service.idempotency.keep|0|must be a time such as",
                "user-service.idempotency.keep|400d|must be a time such as",
                "user-service.replication.probe-interval|-1s|must be a time such as",
                "user-service.replication.probe-timeout|0|must be a time such as",
                "user-service.replication.max-age|1 year|must be a time such as",
                "user-service.replication.max-lag-bytes|much|must be a size in bytes such as 8M",
                "user-service.replication.max-lag-bytes|-1|must be a size in bytes such as 8M",
                "user-service.replication.max-lag-bytes|1.5G|must be a size in bytes such as 8M",
                "user-service.replication.max-lag|5 seconds|must be a time such as",
                "user-service.routing.fallback|ture|must be true or false, and not ture",
                "user-service.primary.proxy|2|must be true or false, and not 2",
                "user-service.replication.failures|0|must be a number from 1 on",
                "user-service.replication.ban|PT|must be a time such as",
                "user-service.statement-timeout.writes|10|must be a time such as",
                "user-service.primary.url|none|QUARKUS_DATASOURCE_JDBC_URL",
                "user-service.auth|maybe|user-service.auth",
                "user-service.instnaces|2|does not map to any root",
                "user-service.routing.fallbak|false|does not map to any root",
            })
    void aWrongOneIsNamedWithWhatToWrite(String setting, String value, String told) {
        ConfigValidationException refused = assertThrows(ConfigValidationException.class, () -> start(setting, value));
        assertTrue(refused.getMessage().contains(setting), refused::getMessage);
        assertTrue(refused.getMessage().contains(told), refused::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user-service.instances=100000",
                "user-service.replication.probe-interval=0",
                "user-service.replication.recovery=0s",
                "user-service.replication.max-lag-bytes=8 MiB",
                "user-service.routing.fallback=No",
                "user-service.consistency.wait=PT0.05S",
                "user-service.routing.fallback-budget=1",
                "user-service.routing.selection=round-robin"
            })
    void aRightOneIsTaken(String setting) {
        String[] parts = setting.split("=", 2);
        assertDoesNotThrow(() -> start(parts[0], parts[1]));
    }

    private static void start(String setting, String value) {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(Map.of(setting, value), "test", 300))
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "user-service.primary.url", "fine",
                                "user-service.database.iam-missing", "none",
                                "user-service.statement-timeout.writes", "10s",
                                "user-service.statement-timeout.primary-reads", "3s",
                                "user-service.statement-timeout.replicas", "3s"),
                        "defaults",
                        100));
        Settings.classes().forEach(config::withMapping);
        config.build();
    }
}
