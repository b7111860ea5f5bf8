package io.userservice.deploy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.lambda.Architecture;
import software.constructs.Node;

/**
 * What is chosen when the stacks are synthesised, as CDK context ({@code -c engine=aurora}). What is chosen when they are
 * deployed is a CloudFormation parameter.
 *
 * @param engine context {@code engine}: {@code rds} (default) or {@code aurora}
 * @param lambda context {@code lambda}: {@code native} (default) or {@code java25}, which starts from a snapshot
 * @param replicas context {@code replicas}: how many replicas the primary has, 1 to 8 (2)
 * @param maxReplicas context {@code maxReplicas}: how many of them there may be when Aurora's autoscaling has added some, up to
 *     15; by default as many as {@code replicas}, and none is added
 * @param processor context {@code processor}: {@code arm64} (default) or {@code x86_64}, what images and function are built for
 * @param functionZip context {@code functionZip}: what the function runs, by default what the service's build leaves
 */
record Choices(
        Engine engine, LambdaRuntime lambda, int replicas, int maxReplicas, Processor processor, Path functionZip) {

    enum Engine {
        /** RDS for PostgreSQL: a Multi-AZ primary and streaming read replicas. */
        RDS,
        /** Aurora PostgreSQL: a writer and readers on one storage volume. */
        AURORA
    }

    enum LambdaRuntime {
        NATIVE,
        JAVA25
    }

    enum Processor {
        ARM64(CpuArchitecture.ARM64, Architecture.ARM_64),
        X86_64(CpuArchitecture.X86_64, Architecture.X86_64);

        final CpuArchitecture ofTasks;
        final Architecture ofFunctions;

        Processor(CpuArchitecture ofTasks, Architecture ofFunctions) {
            this.ofTasks = ofTasks;
            this.ofFunctions = ofFunctions;
        }
    }

    /** @throws IllegalArgumentException names the setting and the values that it may have */
    static Choices of(Node node) {
        Engine engine = choice(node, "engine", Engine.RDS);
        int replicas = replicas(text(node, "replicas", "2"));
        return new Choices(
                engine,
                choice(node, "lambda", LambdaRuntime.NATIVE),
                replicas,
                maxReplicas(text(node, "maxReplicas", Integer.toString(replicas)), engine, replicas),
                choice(node, "processor", Processor.ARM64),
                Path.of(text(node, "functionZip", "../../target/lambda/function.zip")));
    }

    private static <E extends Enum<E>> E choice(Node node, String key, E fallback) {
        String text = text(node, key, fallback.name());
        for (E value : fallback.getDeclaringClass().getEnumConstants()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("context %s=%s: must be one of %s"
                .formatted(
                        key,
                        text,
                        Arrays.toString(fallback.getDeclaringClass().getEnumConstants())
                                .toLowerCase(Locale.ROOT)));
    }

    private static int replicas(String text) {
        if (!text.matches("[1-8]")) {
            throw new IllegalArgumentException(
                    "context replicas=%s: must be 1 to 8, as many as the service has slots".formatted(text));
        }
        return Integer.parseInt(text);
    }

    private static int maxReplicas(String text, Engine engine, int replicas) {
        boolean possible = text.matches("[1-9]|1[0-5]") && Integer.parseInt(text) >= replicas;
        if (!possible || (engine != Engine.AURORA && Integer.parseInt(text) != replicas)) {
            throw new IllegalArgumentException(
                    "context maxReplicas=%s: must be %d to 15, and more than replicas only with engine=aurora"
                            .formatted(text, replicas));
        }
        return Integer.parseInt(text);
    }

    /** Whether replicas come and go by themselves. */
    boolean scalesReplicas() {
        return maxReplicas > replicas;
    }

    private static String text(Node node, String key, String fallback) {
        // A string from the command line; cdk.json may have a number.
        Object given = node.tryGetContext(key);
        return given == null ? fallback : given.toString();
    }
}
