package io.userservice.deploy;

import io.userservice.deploy.choice.Choices.Processor;
import io.userservice.deploy.database.Database;
import io.userservice.deploy.database.JdbcUrl;
import io.userservice.deploy.database.Passwords;
import io.userservice.deploy.network.Network;
import io.userservice.deploy.watch.Suppressions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/**
 * The task that is run once for each release, before it: the service's own image migrates the schema on the primary, past
 * any proxy, as the owner of the schema, and exits. It also creates the users that the service logs in as.
 */
final class MigrationStack extends Stack {

    MigrationStack(Construct scope, String id, SharedStack shared, Processor processor) {
        super(scope, id);
        Database database = shared.database();
        SecurityGroup group = shared.group(this, "Migrations", "Its image, secrets and logs");

        ISecret owner = Passwords.in(this, "Owner", database.ownerSecret());
        ISecret service = Passwords.in(this, "Service", database.passwords().ofService());
        FargateTaskDefinition task = FargateTask.on(this, processor, 512, 1024);
        task.addContainer(
                "migration",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromEcrRepository(
                                shared.images(),
                                Variables.parameter(this, "ImageTag", "The tag of the service's image", ".+")))
                        .readonlyRootFilesystem(true)
                        .environment(environment(database))
                        .secrets(new TreeMap<>(Map.of(
                                "QUARKUS_DATASOURCE_USERNAME",
                                Secret.fromSecretsManager(owner, "username"),
                                "QUARKUS_DATASOURCE_PASSWORD",
                                Secret.fromSecretsManager(owner, "password"),
                                "SERVICE_PASSWORD",
                                Secret.fromSecretsManager(service, "password"))))
                        .logging(FargateTask.logs(this, "Log", shared.stage()))
                        .build());

        database.passwords().grantDecrypt(task.obtainExecutionRole());
        FargateTask.accept(task);
        Suppressions.acceptInTemplate(
                task, "E1029", "What looks like CloudFormation's is a reference of the service's own configuration.");

        output("Cluster", shared.cluster().getClusterName());
        output("Task", task.getTaskDefinitionArn());
        output(
                "Subnets",
                String.join(",", shared.vpc().selectSubnets(Network.PRIVATE).getSubnetIds()));
        output(
                "SecurityGroups",
                String.join(
                        ",",
                        List.of(
                                group.getSecurityGroupId(),
                                database.clientsIn(this).getSecurityGroupId())));
    }

    private static Map<String, String> environment(Database database) {
        Map<String, String> environment =
                new LinkedHashMap<>(Variables.ofServers(JdbcUrl.direct(database.primaryHost()), List.of(), url -> url));
        environment.put("USER_SERVICE_MIGRATE_ONLY", "true");
        // Nobody can reach the task, and it answers nothing.
        environment.put("USER_SERVICE_AUTH", "none");
        environment.put("QUARKUS_FLYWAY_INIT_SQL", Variables.text("roles.sql"));
        return environment;
    }

    private void output(String name, String value) {
        CfnOutput.Builder.create(this, name + "Output").key(name).value(value).build();
    }
}
