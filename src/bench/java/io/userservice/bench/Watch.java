package io.userservice.bench;

import io.userservice.RunningPackage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks for health and metrics again and again while something else happens, as a platform does. */
final class Watch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String[] PATHS = {"/q/health/ready", "/q/metrics"};

    private final URI url;
    private final Thread thread = new Thread(this::loop, "watch");
    private volatile boolean closed;
    private int asked;
    private int failed;
    private long slowest;

    Watch(RunningPackage service) {
        url = URI.create(service.managementUrl());
        thread.start();
    }

    private void loop() {
        while (!closed) {
            try (Client client = new Client(url)) {
                while (!closed) {
                    for (String path : PATHS) {
                        asked++;
                        long start = System.nanoTime();
                        int status = client.send(Requests.get(path, ""));
                        slowest = Math.max(slowest, System.nanoTime() - start);
                        if (status != 200) {
                            failed++;
                        }
                    }
                    Thread.sleep(PAUSE.toMillis());
                }
            } catch (IOException e) {
                failed++;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Ends it, and says what it saw. */
    String end() {
        close();
        return "%d of %d, %.0f ms".formatted(asked - failed, asked, slowest / 1e6);
    }

    /** Megabytes that the service's process has in memory; empty where there is no {@code /proc}. */
    static String memory(RunningPackage service) throws IOException {
        Path status = Path.of("/proc", Long.toString(service.handle().pid()), "status");
        if (!Files.exists(status)) {
            return "";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB")
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
