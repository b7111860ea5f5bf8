package io.userservice.deploy.database;

import io.userservice.deploy.choice.Stage;
import io.userservice.deploy.network.Network;
import io.userservice.deploy.watch.Alarms;
import io.userservice.deploy.watch.Logs;
import software.amazon.awscdk.Names;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.rds.RotationSingleUserOptions;
import software.amazon.awscdk.services.secretsmanager.SecretRotation;
import software.constructs.Construct;

/** Changes the owner's password by itself; it fails in silence, so its errors are counted and its log is kept. */
final class OwnerRotation {

    /** Where there is a way to Secrets Manager: where the database itself is there is none. */
    static final RotationSingleUserOptions WHERE =
            RotationSingleUserOptions.builder().vpcSubnets(Network.PRIVATE).build();

    private final IMetric errors;

    OwnerRotation(Construct database, SecretRotation rotation, Stage stage) {
        // It is an application of its own, which gives its function this name.
        String function = Names.uniqueId(rotation);
        Logs.before(rotation, database, "RotationLog", stage, "/aws/lambda/" + function);
        this.errors = Alarms.metric("AWS/Lambda", "Errors", "FunctionName", function, "Sum");
    }

    /** How often the password could not be changed. */
    IMetric errors() {
        return errors;
    }
}
