package io.userservice.deploy;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.userservice.deploy.choice.Choices;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/** Synthesises the four stacks; which of them are deployed is chosen with {@code cdk deploy}. No account, no look-up. */
public final class UserServiceApp {

    private UserServiceApp() {}

    public static void main(String[] arguments) {
        App app = app();
        Stacks.in(app, Choices.of(app.getNode()));
        app.synth();
    }

    /** An app that behaves the same however it is started: whatever {@code cdk.json} says comes second. */
    static App app() {
        return App.Builder.create()
                .postCliContext(Map.of(
                        // What CDK finds wrong with a template is an error.
                        "@aws-cdk/core:validateAgainstDefaultRules",
                        true,
                        // Or a login is allowed at a replica's ARN, where IAM looks for its resource id.
                        "@aws-cdk/aws-rds:setCorrectValueForDatabaseInstanceReadReplicaInstanceResourceId",
                        true,
                        // A stack that others read from cannot take away what they use.
                        "@aws-cdk/core:defaultCrossStackReferences",
                        "strong",
                        "aws:cdk:disable-stack-trace",
                        true))
                .build();
    }

    /** Everything that can be deployed. Migrations, ECS and Lambda stand on the shared stack, and not on each other. */
    record Stacks(SharedStack shared, MigrationStack migration, EcsStack ecs, LambdaStack lambda) {

        static Stacks in(App app, Choices choices) {
            String prefix = choices.stage().prefix();
            SharedStack shared = new SharedStack(app, prefix + "Shared", choices);
            Stacks stacks = new Stacks(
                    shared,
                    new MigrationStack(app, prefix + "Migration", shared, choices.processor()),
                    new EcsStack(app, prefix + "Ecs", shared, choices),
                    new LambdaStack(app, prefix + "Lambda", shared, choices));
            Aspects.of(app).add(new AwsSolutionsChecks());
            return stacks;
        }
    }
}
