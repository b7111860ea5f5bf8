package io.userservice.deploy.database;

import io.userservice.deploy.watch.Alarms;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;

/** What is raised of the database: the lag of each replica, and the rotation. */
public final class DatabaseAlarms {

    private final Alarms alarms;
    private final Measures measures;

    private DatabaseAlarms(Alarms alarms, Measures measures) {
        this.alarms = alarms;
        this.measures = measures;
    }

    public static void raise(Alarms alarms, Database database) {
        DatabaseAlarms raised = new DatabaseAlarms(alarms, database.measures());
        database.replicas().forEach(raised::lag);
        alarms.above(
                "Rotation",
                "The password of the database's owner could not be changed",
                database.rotation().errors(),
                0,
                1);
    }

    private void lag(String name, String identifier) {
        alarms.aboveOrUnknown(
                "Lag" + name,
                name + " is behind the primary, or nobody knows how far",
                metric(identifier, measures.lag(), "Maximum"),
                measures.lagLimit(),
                5);
    }

    private static IMetric metric(String identifier, String name, String statistic) {
        return Metric.Builder.create()
                .namespace("AWS/RDS")
                .metricName(name)
                .dimensionsMap(Map.of("DBInstanceIdentifier", identifier))
                .period(Alarms.PERIOD)
                .statistic(statistic)
                .build();
    }
}
