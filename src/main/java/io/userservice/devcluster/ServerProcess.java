package io.userservice.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** The processes of a running server, and the signals that end them or hold them up. All return when that is done. */
record ServerProcess(PostgresServer server) {

    /** Like a crash: SIGKILL for the server and all its children. */
    void kill() {
        ProcessHandle postmaster = postmaster();
        // A stopped one neither starts more children nor reacts to the death of some.
        signal("STOP", List.of(postmaster));
        List<ProcessHandle> children = postmaster.children().toList();
        signal("KILL", children);
        signal("KILL", List.of(postmaster));
        Deadline.await(server + " to be gone", () -> server.postmaster().isEmpty());
        try {
            // Its number may be another process's soon, which must not be taken for the server.
            Files.deleteIfExists(server.pidFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An orderly shutdown that breaks connections (SIGINT, "fast"). It waits until the standbys have received all. */
    void stop() {
        signal("INT", List.of(postmaster()));
        Deadline.await(server + " to stop", () -> server.status().isEmpty());
    }

    /** SIGSTOP for the server and all its children: the kernel accepts connections and nothing answers. */
    void freeze() {
        ProcessHandle postmaster = postmaster();
        signal("STOP", List.of(postmaster)); // First, so that there are no more children.
        signal("STOP", postmaster.children().toList());
    }

    /** Ends {@link #freeze}. */
    void thaw() {
        ProcessHandle postmaster = postmaster();
        signal(
                "CONT",
                Stream.concat(postmaster.children(), Stream.of(postmaster)).toList());
    }

    /** Sends a signal. Java itself can send SIGTERM and SIGKILL only. */
    static void signal(String signal, List<ProcessHandle> processes) {
        for (ProcessHandle process : processes) {
            try {
                String pid = Long.toString(process.pid());
                int code = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal, pid)
                        .inheritIO()
                        .start()
                        .waitFor();
                if (code != 0 && process.isAlive()) {
                    throw new IllegalStateException("Cannot send SIG" + signal + " to process " + pid);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private ProcessHandle postmaster() {
        return server.postmaster().orElseThrow(() -> new IllegalStateException(server + " is not running"));
    }
}
