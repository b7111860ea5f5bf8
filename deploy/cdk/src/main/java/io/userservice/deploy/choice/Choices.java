package io.userservice.deploy.choice;

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
 * @param size context {@code size}: {@code small}, {@code standard} (default) or {@code large}
 * @param stage context {@code stage}: {@code production} (default) or {@code test}
 * @param engine context {@code engine}: {@code rds} (default) or {@code aurora}
 * @param engineVersion context {@code engineVersion}: one that CDK knows of, by default the engine's newest
 * @param lambda context {@code lambda}: {@code native} (default) or {@code java25}, which starts from a snapshot
 * @param replicas context {@code replicas}: how many replicas the primary has, 1 to 8, by default as the size says
 * @param maxReplicas context {@code maxReplicas}: how many of them there may be when Aurora's autoscaling has added some, up to
 *     15; by default as many as {@code replicas}, and none is added
 * @param processor context {@code processor}: {@code arm64} (default) or {@code x86_64}, what images and function are built for
 * @param functionZip context {@code functionZip}: what the function runs, by default what the service's build leaves
 */
public record Choices(
        Size size,
        Stage stage,
        Engine engine,
        String engineVersion,
        LambdaRuntime lambda,
        int replicas,
        int maxReplicas,
        Processor processor,
        Path functionZip) {

    /** What the function is. */
    public enum LambdaRuntime {
        NATIVE,
        JAVA25
    }

    /** What tasks and functions run on. */
    public enum Processor {
        ARM64(CpuArchitecture.ARM64, Architecture.ARM_64),
        X86_64(CpuArchitecture.X86_64, Architecture.X86_64);

        private final CpuArchitecture ofTasks;
        private final Architecture ofFunctions;

        Processor(CpuArchitecture ofTasks, Architecture ofFunctions) {
            this.ofTasks = ofTasks;
            this.ofFunctions = ofFunctions;
        }

        public CpuArchitecture ofTasks() {
            return ofTasks;
        }

        public Architecture ofFunctions() {
            return ofFunctions;
        }
    }

    /** @throws IllegalArgumentException names the setting and the values that it may have */
    public static Choices of(Node node) {
        Size size = choice(node, "size", Size.STANDARD);
        Engine engine = choice(node, "engine", Engine.RDS);
        int replicas =
                replicas(text(node, "replicas", Integer.toString(size.servers().replicas())));
        return new Choices(
                size,
                choice(node, "stage", Stage.PRODUCTION),
                engine,
                engine.checked(text(node, "engineVersion", engine.version())),
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
    public boolean scalesReplicas() {
        return maxReplicas > replicas;
    }

    private static String text(Node node, String key, String fallback) {
        // A string from the command line; cdk.json may have a number.
        Object given = node.tryGetContext(key);
        return given == null ? fallback : given.toString();
    }
}
