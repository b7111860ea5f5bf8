package io.userservice.deploy.database;

import io.userservice.deploy.choice.Size.Servers;
import io.userservice.deploy.watch.Alarms;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;

/** What is raised of the database: the same of each server, the lag of each replica, and the rotation. */
public final class DatabaseAlarms {

    private final Alarms alarms;
    private final Measures measures;
    private final Servers servers;

    private DatabaseAlarms(Alarms alarms, Measures measures, Servers servers) {
        this.alarms = alarms;
        this.measures = measures;
        this.servers = servers;
    }

    public static void raise(Alarms alarms, Database database, Servers servers) {
        DatabaseAlarms raised = new DatabaseAlarms(alarms, database.measures(), servers);
        database.replicas().forEach(raised::lag);
        database.servers().forEach(raised::server);
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

    private void server(String name, String identifier) {
        alarms.above(
                "Cpu" + name,
                name + " has been busy, more than 80 %, for a quarter of an hour",
                metric(identifier, "CPUUtilization", "Average"),
                80,
                15);
        alarms.below(
                "Storage" + name,
                name + " is about to have no space left",
                metric(identifier, measures.space(), "Minimum"),
                measures.spaceLimit(),
                15);
        alarms.above(
                "Connections" + name,
                name + " has three quarters of the connections that it can take",
                metric(identifier, "DatabaseConnections", "Maximum"),
                servers.maxConnections() * 3 / 4,
                5);
        if (measures.volumes()) {
            alarms.below(
                    "Throttled" + name,
                    name + " reads and writes more than its class may for long, and is about to be slowed down",
                    MathExpression.Builder.create()
                            .label("what is left of the burst, %")
                            .expression("MIN([operations, bytes])")
                            .usingMetrics(new TreeMap<>(Map.of(
                                    "operations", metric(identifier, "EBSIOBalance%", "Minimum"),
                                    "bytes", metric(identifier, "EBSByteBalance%", "Minimum"))))
                            .period(Alarms.PERIOD)
                            .build(),
                    20,
                    15);
        }
    }

    private static IMetric metric(String identifier, String name, String statistic) {
        return Alarms.metric("AWS/RDS", name, "DBInstanceIdentifier", identifier, statistic);
    }
}
