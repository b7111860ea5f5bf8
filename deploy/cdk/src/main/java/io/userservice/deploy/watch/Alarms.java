package io.userservice.deploy.watch;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
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

    private final Stack stack;
    private final SnsAction tell;

    public Alarms(Stack stack, ITopic topic) {
        this.stack = stack;
        this.tell = new SnsAction(topic);
    }

    /** Where nothing is measured, nothing is wrong. */
    public void above(String id, String meaning, IMetric metric, double threshold, int minutes) {
        raise(id, meaning, metric, threshold, minutes, false);
    }

    /** Also where nothing is measured. */
    public void aboveOrUnknown(String id, String meaning, IMetric metric, double threshold, int minutes) {
        raise(id, meaning, metric, threshold, minutes, true);
    }

    private void raise(String id, String meaning, IMetric metric, double threshold, int minutes, boolean unknownIsBad) {
        Alarm alarm = Alarm.Builder.create(stack, id)
                .alarmDescription(meaning)
                .metric(metric)
                .threshold(threshold)
                .evaluationPeriods(minutes)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .treatMissingData(unknownIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING)
                .build();
        alarm.addAlarmAction(tell);
        alarm.addOkAction(tell);
    }
}
