package io.userservice.devcluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One server of a {@link DevCluster}. It keeps its port and its data over a stop and {@link #start()}. Thread-safe, but
 * starting the same server twice at a time is an error.
 */
public final class PostgresServer {

    private static final Duration READY_LIMIT = Duration.ofSeconds(30);
    private static final int LOG_TAIL_LINES = 20;

    private final String name;
    private final int port;
    private final Path folder;
    private final Template template;

    PostgresServer(String name, int port, Path folder, Template template) {
        this.name = name;
        this.port = port;
        this.folder = folder;
        this.template = template;
    }

    /** {@code primary}, {@code replica-1}, …; the server answers the same to {@code SHOW cluster_name}. */
    public String name() {
        return name;
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Without user and password, which are those of {@link DevCluster}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + Template.DATABASE;
    }

    /** For {@code psql} and other tools, with user and password. */
    public String url() {
        return "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(Template.USER, Template.PASSWORD, port, Template.DATABASE);
    }

    /**
     * Starts the stopped or killed server again and returns when it accepts connections; a standby may not stream yet.
     *
     * @throws IllegalStateException if it is running, or does not become ready within 30 seconds; the message then holds
     *     the end of the server's log
     */
    public void start() {
        if (postmaster().isPresent()) {
            throw new IllegalStateException(this + " is running");
        }
        String before = status();
        awaitReady(launch(), before);
    }

    /** All that the server has logged since the cluster was started. */
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name + " on port " + port;
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve(name);
    }

    /** The server's first process, if it is alive. */
    Optional<ProcessHandle> postmaster() {
        return statusLine(1)
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(ProcessHandle::isAlive);
    }

    /** Makes the fresh copy of another data directory this server. */
    void configure() {
        append("port = %d%ncluster_name = '%s'%n".formatted(port, name));
    }

    /** Adds settings to those that the server starts with; the last one of a name counts. */
    void append(String settings) {
        try {
            Files.writeString(data().resolve("postgresql.conf"), settings, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who runs the server, and has to own its files. */
    ServerOwner owner() {
        return template.owner();
    }

    Process launch() {
        try {
            ProcessBuilder builder =
                    template.owner().detached(List.of(template.program("postgres"), "-D", data().toString()));
            builder.redirectInput(new File("/dev/null"));
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run PostgreSQL for " + this, e);
        }
    }

    /** @param before what {@link #status} said before the launch */
    void awaitReady(Process process, String before) {
        // The server writes its state into the eighth line (pidfile.h: LOCK_FILE_LINE_PM_STATUS). One that was killed
        // leaves "ready" there.
        await(
                process,
                "ready",
                () -> !status().equals(before)
                        && statusLine(8).filter("ready"::equals).isPresent());
    }

    void awaitStreaming(Process process) {
        await(process, "streaming", () -> log().contains("started streaming WAL from primary"));
    }

    private void await(Process process, String state, BooleanSupplier reached) {
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (!reached.getAsBoolean()) {
            try {
                if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
                    throw failed("ended with exit code " + process.exitValue());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed("was interrupted");
            }
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw failed("was not " + state + " after " + READY_LIMIT.toSeconds() + " s");
            }
        }
    }

    private IllegalStateException failed(String what) {
        List<String> lines = log().lines().toList();
        String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        String message = "PostgreSQL %s %s. If it happens again, delete %s and retry. The end of its log:%n%s"
                .formatted(this, what, template.folder(), tail);
        return tail.contains("Address already in use")
                ? new Ports.TakenException(message)
                : new IllegalStateException(message);
    }

    private Optional<String> statusLine(int number) {
        return status().lines().skip(number - 1).findFirst().map(String::strip);
    }

    /** The content of {@code postmaster.pid}, or nothing. */
    String status() {
        try {
            return Files.readString(pidFile());
        } catch (NoSuchFileException notYetOrNotAnyMore) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    private Path logFile() {
        return folder.resolve(name + ".log");
    }
}
