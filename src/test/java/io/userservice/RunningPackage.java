package io.userservice;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The built package as a process of its own, configured by environment variables only, on free ports. */
public final class RunningPackage implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final Pattern MANAGED = Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static @Nullable DevCluster cluster;

    private final Process process;
    private final Path output;

    private RunningPackage(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** A primary and three standbys, for all tests that leave them as they were; they end with the JVM. */
    static synchronized DevCluster cluster() {
        DevCluster started = cluster;
        if (started == null) {
            started = DevCluster.withStandbys(3);
            cluster = started;
        }
        return started;
    }

    /** Starts it, the native executable with {@code -Dnative}, with these variables and no others of its own. */
    public static RunningPackage start(Map<String, String> environment) throws IOException {
        if (System.getProperty("native") != null) {
            return start(List.of(System.getProperty("native.image.path")), environment);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // It lives for seconds: the second compiler and a parallel collector cost more than they bring.
        return start(
                List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar"),
                environment);
    }

    /** Starts it by a command of another kind. */
    public static RunningPackage start(List<String> words, Map<String, String> environment) throws IOException {
        Path output = Files.createTempFile(Path.of("target"), "package", ".log");
        ProcessBuilder command = new ProcessBuilder(words);
        command.environment()
                .keySet()
                .removeIf(name -> Stream.of("QUARKUS_", "USER_SERVICE_", "MP_JWT_", "AWS_")
                        .anyMatch(name::startsWith));
        command.environment().put("QUARKUS_HTTP_PORT", "0");
        command.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
        command.environment().putAll(environment);
        Process process = command.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new RunningPackage(process, output);
    }

    /** The variables for a primary, and for those of its standbys that are named; everyone is let in. */
    public static Map<String, String> on(DevCluster cluster, String... replicas) {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", cluster.primary().jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", DevCluster.USER);
        environment.put("QUARKUS_DATASOURCE_PASSWORD", DevCluster.PASSWORD);
        environment.put("USER_SERVICE_AUTH", "none");
        environment.put("USER_SERVICE_ROUTING_SERVED_BY_HEADER", "true");
        for (String replica : replicas) {
            PostgresServer server = cluster.server(replica);
            String slot = replica.toUpperCase(Locale.ROOT).replace('-', '_');
            environment.put("QUARKUS_DATASOURCE__" + slot + "__JDBC_URL", server.jdbcUrl());
        }
        return environment;
    }

    /** Its URL, once it listens. */
    public String url() {
        return url(LISTENING);
    }

    /** The URL of health and metrics, once it listens. */
    public String managementUrl() {
        url();
        return url(MANAGED);
    }

    private String url(Pattern line) {
        return await().atMost(LIMIT)
                .until(
                        () -> {
                            Matcher listening = line.matcher(output());
                            if (listening.find()) {
                                return "http://127.0.0.1:" + listening.group(1);
                            }
                            if (!process.isAlive()) {
                                throw new IllegalStateException("It stopped:\n" + output());
                            }
                            return "";
                        },
                        url -> !url.isEmpty());
    }

    /** What it printed, once it has stopped by itself. */
    String outputOfFailedStart() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("It runs:\n" + output());
        }
        if (process.exitValue() == 0) {
            throw new IllegalStateException("It ended well:\n" + output());
        }
        return output();
    }

    /** Its process, for what the operating system knows of it. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Tells it to stop, as an operator or an orchestrator does (SIGTERM). */
    public void terminate() {
        process.destroy();
    }

    /** Fails unless it stops by itself, and what it printed has all these words. */
    static void assertStopsWith(Map<String, String> environment, String... words) throws Exception {
        try (RunningPackage service = start(environment)) {
            String output = service.outputOfFailedStart();
            for (String word : words) {
                assertTrue(output.contains(word), output);
            }
        }
    }

    /** Its exit code, once it has stopped. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("It runs:\n" + output());
        }
        return process.exitValue();
    }

    /** What it has printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
