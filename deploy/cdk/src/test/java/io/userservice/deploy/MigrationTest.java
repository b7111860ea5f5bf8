package io.userservice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.deploy.choice.Engine;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.Stack;

class MigrationTest {

    @ParameterizedTest
    @EnumSource
    void theTaskMigratesAsTheOwnerAndExitsAndNoServiceKeepsItRunning(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);
        Stack stack = synthesis.stacks.migration();
        Map<String, String> environment = synthesis.environment(stack, "migration");
        Map<String, String> secrets = synthesis.secrets(stack, "migration");

        assertEquals("true", environment.get("USER_SERVICE_MIGRATE_ONLY"));
        assertTrue(secrets.get("QUARKUS_DATASOURCE_USERNAME").endsWith(":username::"));
        assertEquals(
                secrets.get("QUARKUS_DATASOURCE_USERNAME").replace(":username", ":password"),
                secrets.get("QUARKUS_DATASOURCE_PASSWORD"));
        assertTrue(!secrets.get("QUARKUS_DATASOURCE_PASSWORD").contains("ServiceSecret"));
        assertEquals("${DatabaseServiceSecret}:password::", secrets.get("SERVICE_PASSWORD"));
        synthesis.template(stack).resourceCountIs("AWS::ECS::Service", 0);
        assertEquals(
                Set.of("Cluster", "Task", "Subnets", "SecurityGroups"),
                synthesis.template(stack).findOutputs("*").keySet());
    }
}
