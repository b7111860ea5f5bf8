package io.userservice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A container of the image, with podman: nothing that it could write to, no capability, and the network of the host. */
final class RunningImage implements AutoCloseable {

    private final String name;
    private final RunningPackage process;

    private RunningImage(String name, RunningPackage process) {
        this.name = name;
        this.process = process;
    }

    /** Starts it with these variables, on free ports. */
    static RunningImage start(String image, Map<String, String> environment) throws IOException {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("QUARKUS_HTTP_PORT", "0");
        // The health check inside has to know this one.
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            variables.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(free.getLocalPort()));
        }
        String name = "image-it-" + UUID.randomUUID();
        List<String> command = new ArrayList<>(List.of("podman", "run", "--rm", "--name", name, "--network", "host"));
        command.addAll(List.of("--read-only", "--read-only-tmpfs=false", "--cap-drop", "all"));
        command.addAll(List.of("--security-opt", "no-new-privileges"));
        variables.forEach((variable, value) -> command.addAll(List.of("--env", variable + "=" + value)));
        command.add(image);
        return new RunningImage(name, RunningPackage.start(command, Map.of()));
    }

    String url() {
        return process.url();
    }

    String output() {
        return process.output();
    }

    /** Tells it to stop; podman passes the signal on. */
    void terminate() {
        process.terminate();
    }

    int exitCode() throws InterruptedException {
        return process.exitCode();
    }

    /** What the image's own health check says: 0 if it is well. */
    int health() throws IOException, InterruptedException {
        Process podman = podman("healthcheck", "run", name);
        podman.getInputStream().readAllBytes();
        return podman.waitFor();
    }

    /** What a command in the container prints. */
    String inside(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of("exec", name));
        words.addAll(Arrays.asList(command));
        return new String(podman(words.toArray(String[]::new)).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Process podman(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("podman"));
        command.addAll(Arrays.asList(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Override
    public void close() throws IOException {
        podman("rm", "--force", "--time", "0", name).getInputStream().readAllBytes();
        process.close();
    }
}
