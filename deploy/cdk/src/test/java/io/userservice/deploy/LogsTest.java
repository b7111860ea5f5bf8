package io.userservice.deploy;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.deploy.choice.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every log ends, at one time: also of what would make a group that keeps everything, without being asked. */
class LogsTest {

    private static final String CASES = """
            engine=rds stage=production
            engine=rds stage=test
            engine=aurora stage=production
            engine=aurora stage=test
            """;

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void everyGroupForgetsAfterTheStagesTime(String chosen) {
        Synthesis synthesis = Synthesis.of(chosen.split(" "));
        boolean kept = synthesis.choices.stage() == Stage.PRODUCTION;
        synthesis.everywhere("AWS::Logs::LogGroup").forEach((name, group) -> {
            assertEquals(kept ? 90 : 7, number(properties(group).get("RetentionInDays")), name);
            assertEquals(kept ? "RetainExceptOnCreate" : "Delete", group.get("DeletionPolicy"), name);
        });
        synthesis
                .everywhere("AWS::S3::Bucket")
                .forEach((name, bucket) -> assertEquals(
                        List.of(kept ? 90 : 7),
                        Synthesis.list(Synthesis.object(properties(bucket), "LifecycleConfiguration"), "Rules").stream()
                                .map(rule -> number(Synthesis.object(rule).get("ExpirationInDays")))
                                .toList(),
                        name));
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void whatWritesALogWritesToOneOfTheseGroups(String chosen) {
        Synthesis synthesis = Synthesis.of(chosen.split(" "));
        Set<String> groups = synthesis.everywhere("AWS::Logs::LogGroup").keySet().stream()
                .map(name -> "${" + name.substring(name.indexOf('/') + 1) + "}")
                .collect(toSet());
        Map<String, String> written = new TreeMap<>();
        synthesis
                .everywhere("AWS::Lambda::Function")
                .forEach((name, function) -> written.put(
                        name,
                        synthesis.text(Synthesis.object(properties(function), "LoggingConfig")
                                .get("LogGroup"))));
        synthesis.everywhere("AWS::ECS::TaskDefinition").forEach((name, task) -> {
            for (Object container : Synthesis.list(properties(task), "ContainerDefinitions")) {
                Map<String, Object> options =
                        Synthesis.object(Synthesis.object(Synthesis.object(container), "LogConfiguration"), "Options");
                written.put(
                        name + "/" + Synthesis.object(container).get("Name"),
                        synthesis.text(options.get("awslogs-group")));
            }
        });
        synthesis
                .everywhere("AWS::EC2::FlowLog")
                .forEach((name, log) ->
                        written.put(name, synthesis.text(properties(log).get("LogGroupName"))));
        synthesis
                .everywhere("AWS::ApiGatewayV2::Stage")
                .forEach((name, stage) -> written.put(
                        name,
                        synthesis
                                .text(Synthesis.object(properties(stage), "AccessLogSettings")
                                        .get("DestinationArn"))
                                .replace(".Arn}", "}")));

        // A function, two containers of the service and one that migrates, the network, and the API.
        assertEquals(6, written.size(), written::toString);
        written.forEach((writer, group) -> assertTrue(groups.contains(group), writer + " writes to " + group));
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void whatNamesItsGroupByItselfFindsItThere(String chosen) {
        Synthesis synthesis = Synthesis.of(chosen.split(" "));
        Map<String, String> named = synthesis.everywhere("AWS::Logs::LogGroup").entrySet().stream()
                .filter(group -> properties(group.getValue()).containsKey("LogGroupName"))
                .collect(toMap(group -> (String) properties(group.getValue()).get("LogGroupName"), Map.Entry::getKey));
        Map<String, List<?>> wanted = new TreeMap<>();
        for (String server : List.of("Instance", "Cluster")) {
            synthesis.everywhere("AWS::RDS::DB" + server).forEach((name, resource) -> {
                Map<String, Object> properties = properties(resource);
                for (Object log : Synthesis.list(properties, "EnableCloudwatchLogsExports")) {
                    wanted.put(
                            "/aws/rds/%s/%s/%s"
                                    .formatted(
                                            server.toLowerCase(Locale.ROOT),
                                            properties.get("DB" + server + "Identifier"),
                                            log),
                            Synthesis.list(resource, "DependsOn"));
                }
            });
        }
        synthesis
                .everywhere("AWS::Serverless::Application")
                .forEach((name, application) -> wanted.put(
                        "/aws/lambda/"
                                + Synthesis.object(properties(application), "Parameters")
                                        .get("functionName"),
                        Synthesis.list(application, "DependsOn")));
        synthesis
                .everywhere("AWS::ECS::Cluster")
                .forEach((name, cluster) -> wanted.put(
                        "/aws/ecs/containerinsights/%s/performance"
                                .formatted(properties(cluster).get("ClusterName")),
                        Synthesis.list(cluster, "DependsOn")));

        List<String> missing = new ArrayList<>();
        wanted.forEach((name, after) -> {
            String group = named.get(name);
            if (group == null
                    || after.stream().noneMatch(id -> ("/" + id).startsWith(group.substring(group.indexOf('/'))))) {
                missing.add(name + " after " + after);
            }
        });
        assertEquals(List.of(), missing);
        assertEquals(chosen.contains("rds") ? 5 : 3, wanted.size(), wanted::toString);
    }

    private static Map<String, Object> properties(Map<String, Object> resource) {
        return Synthesis.object(resource, "Properties");
    }

    private static int number(Object value) {
        return ((Number) value).intValue();
    }
}
