package io.userservice.deploy.database;

import io.userservice.deploy.watch.Suppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.CredentialsBaseOptions;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/** The two passwords that there are, the owner's and the service's, each in a secret under the database's key. */
public final class Passwords {

    private final Key key;
    private final Secret ofService;

    Passwords(Construct scope, Key key) {
        this.key = key;
        this.ofService = Secret.Builder.create(scope, "ServiceSecret")
                .description(
                        "The user " + Database.USER + " of PostgreSQL, with which the service and the proxy log in")
                .encryptionKey(key)
                .generateSecretString(SecretStringGenerator.builder()
                        .secretStringTemplate("{\"username\":\"" + Database.USER + "\"}")
                        .generateStringKey("password")
                        // Migrations put it between quotes in SQL.
                        .excludePunctuation(true)
                        .passwordLength(40)
                        .build())
                .build();
        Suppressions.accept(
                ofService,
                "AwsSolutions-SMG4",
                "Running tasks hold the password that they started with, so a rotation on a schedule would lock them out."
                        + " It is changed by a new value, a run of the migration task, and a new deployment.");
    }

    /** The secret of {@link Database#USER}. */
    public ISecret ofService() {
        return ofService;
    }

    /** For the engine, which makes the owner's secret itself. */
    Credentials ofOwner() {
        return Credentials.fromGeneratedSecret(
                Database.OWNER,
                CredentialsBaseOptions.builder().encryptionKey(key).build());
    }

    /** The secret for another stack's use: that stack's roles are allowed to read it, and this stack does not change. */
    public static ISecret in(Stack stack, String id, ISecret secret) {
        return Secret.fromSecretCompleteArn(stack, id, secret.getSecretArn());
    }

    /**
     * Allows to decrypt this database's secrets, and nothing else that has their key. Without this a role that may read a
     * secret is refused: the key's policy leaves it to the roles.
     */
    public void grantDecrypt(IRole role) {
        role.addToPrincipalPolicy(PolicyStatement.Builder.create()
                .actions(List.of("kms:Decrypt"))
                .resources(List.of(key.getKeyArn()))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of(
                                "kms:ViaService",
                                "secretsmanager.%s.amazonaws.com"
                                        .formatted(Stack.of(key).getRegion()))))
                .build());
    }
}
