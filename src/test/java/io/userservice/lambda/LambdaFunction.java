package io.userservice.lambda;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.userservice.devcluster.DevCluster;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The packaged zip as AWS Lambda's managed Java runtime runs it: a process with AWS's own runtime interface client. */
final class LambdaFunction implements AutoCloseable {
    private static final Path ZIP = Path.of("target", "lambda", "function.zip");
    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String LIBRARY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
    private static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RuntimeApi api;
    private final Process process;
    private final Path output;

    private LambdaFunction(RuntimeApi api, Process process, Path output) {
        this.api = api;
        this.process = process;
        this.output = output;
    }

    /** Unpacks the package, as Lambda does into {@code /var/task}. */
    static void unpack(Path taskRoot) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(ZIP))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = taskRoot.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy((InputStream) zip, file);
                }
            }
        }
    }

    /** Starts the unpacked package with these variables and those that Lambda sets. */
    static LambdaFunction start(Path taskRoot, Map<String, String> environment) throws IOException {
        RuntimeApi api = new RuntimeApi();
        Path output = Files.createTempFile(taskRoot.getParent(), "function", ".log");
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-D" + LIBRARY + "=" + nativeLibrary(taskRoot.getParent()),
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-cp",
                runtimeInterfaceClient(),
                CLIENT,
                HANDLER);
        command.environment().clear();
        command.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API", api.address(),
                        "AWS_LAMBDA_FUNCTION_NAME", "users",
                        "AWS_LAMBDA_FUNCTION_VERSION", "1",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                        "AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand",
                        "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/users",
                        "AWS_LAMBDA_LOG_STREAM_NAME", "1",
                        "AWS_REGION", "eu-central-1",
                        "LAMBDA_TASK_ROOT", taskRoot.toString(),
                        "_HANDLER", HANDLER));
        command.environment().putAll(environment);
        Process process = command.directory(taskRoot.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.onExit().thenRun(api::ended);
        return new LambdaFunction(api, process, output);
    }

    /** The variables for a cluster; everyone is let in, and answers tell who served them. */
    static Map<String, String> on(DevCluster cluster) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                cluster.primary().jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME",
                DevCluster.USER,
                "QUARKUS_DATASOURCE_PASSWORD",
                DevCluster.PASSWORD,
                "USER_SERVICE_AUTH",
                "none",
                "USER_SERVICE_CONSISTENCY_COOKIE",
                "true",
                "USER_SERVICE_ROUTING_SERVED_BY_HEADER",
                "true"));
        cluster.servers().stream().skip(1).forEach(replica -> {
            String slot = replica.name().toUpperCase(Locale.ROOT).replace('-', '_');
            environment.put("QUARKUS_DATASOURCE__" + slot + "__JDBC_URL", replica.jdbcUrl());
        });
        return environment;
    }

    RuntimeApi api() {
        return api;
    }

    /** The answer to an event; one that the function fails on is an exception. */
    FunctionAnswer invoke(JsonNode event) throws Exception {
        return new FunctionAnswer(api.invoke(event));
    }

    /** Does something while the function is frozen, and for at least that long, as it sees itself when it wakes up. */
    void whileFrozen(Duration atLeast, Runnable action) throws Exception {
        await().atMost(LIMIT).until(api::isIdle);
        signal("STOP");
        try {
            Instant thaw = Instant.now().plus(atLeast);
            action.run();
            await().atMost(LIMIT).until(() -> Instant.now().isAfter(thaw));
        } finally {
            signal("CONT");
        }
    }

    /** What it has printed so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        api.close();
    }

    /** The class path of the managed runtime, of which the package is no part: a class loader of the client has that. */
    private static String runtimeInterfaceClient() {
        List<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> jar.contains("aws-lambda-java-runtime-interface-client")
                        || jar.contains("aws-lambda-java-serialization")
                        || jar.contains("aws-lambda-java-core")
                        || jar.contains("utils-lite"))
                .toList();
        return jars.stream().collect(Collectors.joining(File.pathSeparator));
    }

    /** By itself the client unpacks it to one fixed file in /tmp, under the eyes of whoever has loaded it from there. */
    private static Path nativeLibrary(Path folder) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        Path file = folder.resolve("libaws-lambda-jni.so");
        String resource = "/jni/libaws-lambda-jni.linux-" + machine + ".so";
        try (InputStream library = LambdaFunction.class.getResourceAsStream(resource)) {
            if (!Files.exists(file)) {
                Files.copy(Objects.requireNonNull(library, resource), file);
            }
        }
        return file;
    }

    private void signal(String name) throws Exception {
        int code = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("Cannot send SIG" + name);
        }
    }
}
