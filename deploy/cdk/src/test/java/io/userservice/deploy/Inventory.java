package io.userservice.deploy;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;

/** What the templates of one choice have of what is paid for. */
final class Inventory {

    private static final String SERVER = "AWS::RDS::DBInstance";

    private final Synthesis synthesis;

    Inventory(Synthesis synthesis) {
        this.synthesis = synthesis;
    }

    static Inventory of(String... context) {
        return new Inventory(Synthesis.of(context));
    }

    int count(Stack stack, String type) {
        return synthesis.resources(stack, type).size();
    }

    int shared(String type) {
        return count(synthesis.stacks.shared(), type);
    }

    int ecs(String type) {
        return count(synthesis.stacks.ecs(), type);
    }

    int lambda(String type) {
        return count(synthesis.stacks.lambda(), type);
    }

    int zones() {
        return (int) synthesis.resources(synthesis.stacks.shared(), "AWS::EC2::Subnet").keySet().stream()
                .filter(name -> name.startsWith("Networkpublic"))
                .count();
    }

    /** How many servers of which class, without standbys. */
    Map<String, Long> servers() {
        return synthesis.resources(synthesis.stacks.shared(), SERVER).values().stream()
                .collect(groupingBy(server -> (String) server.get("DBInstanceClass"), TreeMap::new, counting()));
    }

    /** How many servers have a standby. */
    long standbys() {
        return synthesis.resources(synthesis.stacks.shared(), SERVER).values().stream()
                .filter(server -> Boolean.TRUE.equals(server.get("MultiAZ")))
                .count();
    }

    /** GiB of the primary; its replicas have as much. */
    String storage() {
        Map<String, Object> primary =
                synthesis.resources(synthesis.stacks.shared(), SERVER).get("DatabasePrimary");
        return "%s GiB each, at most %s"
                .formatted(primary.get("AllocatedStorage"), whole(primary.get("MaxAllocatedStorage")));
    }

    int gigabytes() {
        return Integer.parseInt((String) synthesis
                .resources(synthesis.stacks.shared(), SERVER)
                .get("DatabasePrimary")
                .get("AllocatedStorage"));
    }

    int minTasks() {
        return whole(scaling().get("MinCapacity"));
    }

    int maxTasks() {
        return whole(scaling().get("MaxCapacity"));
    }

    double processors() {
        return Integer.parseInt((String) task().get("Cpu")) / 1024.0;
    }

    int memory() {
        return Integer.parseInt((String) task().get("Memory")) / 1024;
    }

    String architecture() {
        return (String) Synthesis.object(task(), "RuntimePlatform").get("CpuArchitecture");
    }

    int executions() {
        return whole(synthesis
                .template(synthesis.stacks.lambda())
                .findParameters("Concurrency")
                .get("Concurrency")
                .get("Default"));
    }

    String function() {
        Map<String, Object> function = synthesis.only(synthesis.stacks.lambda(), "AWS::Lambda::Function");
        return "%d MB, %s"
                .formatted(
                        whole(function.get("MemorySize")),
                        Synthesis.list(function, "Architectures").stream()
                                .map(Object::toString)
                                .collect(joining()));
    }

    /** How many metrics the alarms of that stack look at, which is what an alarm costs. */
    int alarmMetrics(Stack stack) {
        int metrics = 0;
        for (Map<String, Object> alarm :
                synthesis.resources(stack, "AWS::CloudWatch::Alarm").values()) {
            List<?> several = Synthesis.list(alarm, "Metrics");
            metrics += several.isEmpty()
                    ? 1
                    : (int) several.stream()
                            .filter(metric -> Synthesis.object(metric).containsKey("MetricStat"))
                            .count();
        }
        return metrics;
    }

    Synthesis synthesis() {
        return synthesis;
    }

    private Map<String, Object> scaling() {
        return synthesis.only(synthesis.stacks.ecs(), "AWS::ApplicationAutoScaling::ScalableTarget");
    }

    private Map<String, Object> task() {
        return synthesis.only(synthesis.stacks.ecs(), "AWS::ECS::TaskDefinition");
    }

    static int whole(Object number) {
        return ((Number) number).intValue();
    }
}
