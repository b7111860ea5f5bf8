package io.userservice.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Prometheus' own checks, where they are installed; elsewhere a test that asks for them is skipped. */
final class Promtool {

    /** With which it ends when names or help are not what they should be. */
    private static final int LINT = 3;

    private Promtool() {}

    /** Fails if promtool finds fault. */
    static void run(String... arguments) throws IOException, InterruptedException {
        List<String> output = new ArrayList<>();
        assertEquals(0, run("", output, arguments), () -> String.join("\n", output));
    }

    /** What it finds fault with in metrics in text format, a line each: the name of the metric, and what is wrong. */
    static List<String> faults(String metrics) throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        int exit = run(metrics, faults, "check", "metrics");
        assertEquals(faults.isEmpty() ? 0 : LINT, exit, () -> String.join("\n", faults));
        return faults;
    }

    private static int run(String input, List<String> output, String... arguments)
            throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "SKIPPED: there is no promtool here (Debian: the package prometheus)");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path file = Files.createTempFile("promtool", ".txt");
        try {
            Files.writeString(file, input);
            Process process = new ProcessBuilder(command)
                    .redirectInput(file.toFile())
                    .redirectErrorStream(true)
                    .start();
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(output::add);
            return process.waitFor();
        } finally {
            Files.delete(file);
        }
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    }
}
