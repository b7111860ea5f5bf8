package io.userservice.deploy.watch;

import io.userservice.deploy.choice.Stage;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;
import software.constructs.IConstruct;

/** Log groups that forget: what is written to a group that nobody has made is kept, and paid for, for ever. */
public final class Logs {

    private Logs() {}

    /** For what is told where to write. */
    public static LogGroup in(Construct scope, String id, Stage stage) {
        return builder(scope, id, stage).build();
    }

    /** For what writes to a group of that name, and would make it. */
    public static LogGroup named(Construct scope, String id, Stage stage, String name) {
        return builder(scope, id, stage).logGroupName(name).build();
    }

    /** For what would make the group with its first line: it comes after the group. */
    public static void before(IConstruct writer, Construct scope, String id, Stage stage, String name) {
        writer.getNode().addDependency(named(scope, id, stage, name));
    }

    private static LogGroup.Builder builder(Construct scope, String id, Stage stage) {
        return LogGroup.Builder.create(scope, id).retention(stage.logs()).removalPolicy(stage.ofRest());
    }
}
