package io.userservice.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Stack;

/** The service's environment variables; src/site/markdown/configuration.md says what each does. */
final class Variables {

    private Variables() {}

    /** What every running instance needs, with what the stack's deployer says of who issues tokens. */
    static Map<String, String> ofService(Stack stack) {
        Map<String, String> settings = new LinkedHashMap<>();
        // Migrations have a task of their own.
        settings.put("QUARKUS_FLYWAY_MIGRATE_AT_START", "false");
        settings.put(
                "MP_JWT_VERIFY_ISSUER",
                parameter(stack, "JwtIssuer", "Who issues the clients' tokens: their claim iss", "https://.+"));
        settings.put(
                "MP_JWT_VERIFY_AUDIENCES",
                parameter(stack, "JwtAudience", "Whom the clients' tokens are for: their claim aud", ".+"));
        settings.put(
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                parameter(stack, "JwtKeys", "The URL of the issuer's keys (JWKS)", "https://.+"));
        return settings;
    }

    /** The primary's URL, and each replica's in the slot of its own. */
    static Map<String, String> ofServers(String primary, List<String> replicas, UnaryOperator<String> replicaUrl) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", primary);
        for (int slot = 1; slot <= replicas.size(); slot++) {
            settings.put(replica(slot, "JDBC_URL"), replicaUrl.apply(replicas.get(slot - 1)));
        }
        return settings;
    }

    static String replica(int slot, String setting) {
        return "QUARKUS_DATASOURCE__REPLICA_%d__%s".formatted(slot, setting);
    }

    /** A parameter without a default: synthesis needs none, and CloudFormation asks for it before it changes anything. */
    static String parameter(Stack stack, String name, String description, String pattern) {
        return CfnParameter.Builder.create(stack, name)
                .description(description)
                .allowedPattern(pattern)
                .build()
                .getValueAsString();
    }

    /** The text of a resource next to this class. */
    static String text(String resource) {
        try (InputStream in = Variables.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
