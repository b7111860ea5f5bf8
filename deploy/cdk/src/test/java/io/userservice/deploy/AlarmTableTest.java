package io.userservice.deploy;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.userservice.deploy.choice.Engine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.Stack;

/** Whoever is woken by an alarm finds in operations.md what to do, and on a dashboard what it is about. */
class AlarmTableTest {

    private static final String OPERATIONS = "../../src/site/markdown/operations.md";
    private static final String HEAD = "| Alarm | Of | It says | Look at | Then |";
    private static final String TYPE = "AWS::CloudWatch::Alarm";

    @Test
    void operationsHasARowForEachAlarmAndForNoOther() {
        Set<String> raised = new TreeSet<>();
        for (Engine engine : Engine.values()) {
            Synthesis synthesis = Synthesis.with(engine);
            for (Stack stack : synthesis.all()) {
                String of = stack.getStackName().replace("UserService", "").replace("Shared", "database");
                synthesis.resources(stack, TYPE).keySet().stream()
                        .map(name -> name.replaceFirst("(Primary|Writer|Replica\\d)$", "…"))
                        .forEach(name -> raised.add(name + " of " + of));
            }
        }
        Set<String> written = MarkdownTable.in(OPERATIONS, HEAD).rows().stream()
                .map(row -> row.get(0).replace("*", "") + " of " + row.get(1).replace("ECS", "Ecs"))
                .collect(toCollection(TreeSet::new));
        assertEquals(String.join("\n", raised), String.join("\n", written));
        MarkdownTable.in(OPERATIONS, HEAD)
                .rows()
                .forEach(row -> row.forEach(cell -> assertFalse(cell.isEmpty(), row::toString)));
    }

    @ParameterizedTest
    @EnumSource
    void eachAlarmIsToldAndShown(Engine engine) {
        Synthesis synthesis = Synthesis.with(engine);
        for (Stack stack : synthesis.all()) {
            Map<String, Map<String, Object>> alarms = synthesis.resources(stack, TYPE);
            List<String> boards = synthesis.resources(stack, "AWS::CloudWatch::Dashboard").values().stream()
                    .map(board -> synthesis.text(board.get("DashboardBody")))
                    .toList();
            alarms.forEach((name, alarm) -> {
                assertEquals(List.of("${Alarms}"), topics(synthesis, alarm, "AlarmActions"), name);
                assertEquals(List.of("${Alarms}"), topics(synthesis, alarm, "OKActions"), name);
                assertEquals(
                        List.of(2),
                        boards.stream()
                                .map(board -> board.split("\"\\$\\{" + name + ".Arn}\"", -1).length - 1)
                                .toList(),
                        name + " once in the list of all, once as a graph");
            });
            assertEquals(alarms.isEmpty() ? 0 : 1, boards.size(), stack.getStackName());
        }
    }

    private static List<String> topics(Synthesis synthesis, Map<String, Object> alarm, String when) {
        return Synthesis.list(alarm, when).stream().map(synthesis::text).toList();
    }
}
