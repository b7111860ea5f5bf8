package io.userservice.deploy.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.AlarmWidget;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;

/**
 * The alarms of one stack. The topic hears when one begins and when it ends. Metrics are of {@link #PERIOD}, and an alarm is
 * raised when as many of these in a row as it has minutes are beyond its threshold. src/site/markdown/operations.md says what
 * to do about each.
 */
public final class Alarms {

    public static final Duration PERIOD = Duration.minutes(1);

    private static final int WIDTH = 24;
    private static final int COLUMNS = 3;

    private final Stack stack;
    private final SnsAction tell;
    private final List<Alarm> raised = new ArrayList<>();

    public Alarms(Stack stack, ITopic topic) {
        this.stack = stack;
        this.tell = new SnsAction(topic);
    }

    /** What a namespace measures of one thing, by the dimension that names it, such as {@code FunctionName}. */
    public static IMetric metric(String namespace, String name, String dimension, String thing, String statistic) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(Map.of(dimension, thing))
                .statistic(statistic)
                .period(PERIOD)
                .build();
    }

    /** Where nothing is measured, nothing is wrong. */
    public void above(String id, String meaning, IMetric metric, double threshold, int minutes) {
        raise(id, meaning, metric, threshold, minutes, ComparisonOperator.GREATER_THAN_THRESHOLD, false);
    }

    /** Where nothing is measured, nothing is wrong. */
    public void below(String id, String meaning, IMetric metric, double threshold, int minutes) {
        raise(id, meaning, metric, threshold, minutes, ComparisonOperator.LESS_THAN_THRESHOLD, false);
    }

    /** Also where nothing is measured. */
    public void aboveOrUnknown(String id, String meaning, IMetric metric, double threshold, int minutes) {
        raise(id, meaning, metric, threshold, minutes, ComparisonOperator.GREATER_THAN_THRESHOLD, true);
    }

    private void raise(
            String id,
            String meaning,
            IMetric metric,
            double threshold,
            int minutes,
            ComparisonOperator operator,
            boolean unknownIsBad) {
        Alarm alarm = Alarm.Builder.create(stack, id)
                .alarmDescription(meaning)
                .metric(metric)
                .threshold(threshold)
                .evaluationPeriods(minutes)
                .comparisonOperator(operator)
                .treatMissingData(unknownIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING)
                .build();
        alarm.addAlarmAction(tell);
        alarm.addOkAction(tell);
        raised.add(alarm);
    }

    /** Makes the dashboard: the state of all alarms so far, and below a graph of each with its threshold. */
    public void show(String name) {
        List<List<? extends IWidget>> rows = new ArrayList<>();
        rows.add(List.of(AlarmStatusWidget.Builder.create()
                .title("Alarms")
                .width(WIDTH)
                .alarms(raised)
                .build()));
        for (int from = 0; from < raised.size(); from += COLUMNS) {
            rows.add(raised.subList(from, Math.min(from + COLUMNS, raised.size())).stream()
                    .map(alarm -> AlarmWidget.Builder.create()
                            .title(alarm.getNode().getId())
                            .width(WIDTH / COLUMNS)
                            .alarm(alarm)
                            .build())
                    .toList());
        }
        Dashboard.Builder.create(stack, "Dashboard")
                .dashboardName(name)
                .widgets(rows)
                .build();
    }
}
