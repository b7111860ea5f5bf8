package io.userservice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.deploy.choice.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.Stack;

/** What runs calls AWS, so it is where a route leads out; and it is noticed when what nobody calls fails. */
class WayOutTest {

    private static final String APPLICATION = "AWS::Serverless::Application";

    @ParameterizedTest
    @CsvSource({"engine=rds, 3", "engine=aurora, 3", "engine=rds size=small, 2", "engine=aurora size=small, 2"})
    void whatRunsIsWhereARouteLeadsOut(String chosen, int zones) {
        Synthesis synthesis = Synthesis.of(chosen.split(" "));
        List<String> subnets = new ArrayList<>();
        for (Stack stack : synthesis.all()) {
            synthesis.resources(stack, "AWS::Lambda::Function").values().stream()
                    .filter(function -> function.containsKey("VpcConfig"))
                    .forEach(function -> Synthesis.list(Synthesis.object(function, "VpcConfig"), "SubnetIds")
                            .forEach(subnet -> subnets.add(synthesis.text(subnet))));
            synthesis.resources(stack, "AWS::ECS::Service").values().stream()
                    .map(service ->
                            Synthesis.object(Synthesis.object(service, "NetworkConfiguration"), "AwsvpcConfiguration"))
                    .forEach(network ->
                            Synthesis.list(network, "Subnets").forEach(subnet -> subnets.add(synthesis.text(subnet))));
            synthesis
                    .resources(stack, APPLICATION)
                    .values()
                    .forEach(application -> subnets.addAll(List.of(synthesis
                            .text(parameters(application).get("vpcSubnetIds"))
                            .split(","))));
        }
        // Each zone for each of the function, the service and what changes the owner's password.
        assertEquals(3 * zones, subnets.size(), subnets.toString());
        Set<String> routes = synthesis
                .resources(synthesis.stacks.shared(), "AWS::EC2::Route")
                .keySet();
        subnets.forEach(subnet -> assertTrue(
                routes.contains(subnet.replaceFirst("^\\$\\{(.*)Subnet}$", "$1DefaultRoute")),
                () -> subnet + " has none of " + routes));
    }

    @ParameterizedTest
    @EnumSource
    void aPasswordThatCannotBeChangedRaisesAnAlarm(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);
        Stack shared = synthesis.stacks.shared();
        Map<String, Object> alarm =
                synthesis.resources(shared, "AWS::CloudWatch::Alarm").get("Rotation");

        assertEquals("Errors", alarm.get("MetricName"));
        assertEquals(
                parameters(synthesis.only(shared, APPLICATION)).get("functionName"),
                Synthesis.object(Synthesis.list(alarm, "Dimensions").get(0)).get("Value"));
        assertFalse(Synthesis.list(alarm, "AlarmActions").isEmpty());
    }

    private static Map<String, Object> parameters(Map<String, Object> application) {
        return Synthesis.object(application, "Parameters");
    }
}
