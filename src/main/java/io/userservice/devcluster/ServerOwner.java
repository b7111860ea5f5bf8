package io.userservice.devcluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The user as whom the servers run: this process's own, or another one if that is root, as whom PostgreSQL refuses to
 * run.
 *
 * @param prefix what to put in front of a command so that it runs as that user
 * @param uid whom files that root creates must be given to, or {@value #KEEP}
 */
record ServerOwner(List<String> prefix, int uid) {

    private static final int KEEP = -1;
    private static final int NOBODY = 65534;
    private static final int COMMAND_LIMIT_SECONDS = 60;

    static final ServerOwner SELF = new ServerOwner(List.of(), KEEP);

    // A user namespace without a mapping is best: root's files stay root's, and PostgreSQL sees the user
    // 65534. Containers often forbid it. Then setpriv of util-linux, or su, which is all that Alpine has.
    private static final List<ServerOwner> INSTEAD_OF_ROOT = List.of(
            new ServerOwner(List.of("unshare", "-U", "--"), KEEP),
            new ServerOwner(
                    List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"), NOBODY),
            new ServerOwner(List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", "nobody"), NOBODY));

    /** @param folder which this process has created and the server must be able to enter */
    static ServerOwner forFolder(Path folder) throws IOException {
        if ((int) Files.getAttribute(folder, "unix:uid") != 0) {
            return SELF;
        }
        for (ServerOwner candidate : INSTEAD_OF_ROOT) {
            if (candidate.isPossible(folder)) {
                return candidate;
            }
        }
        throw new IllegalStateException(
                "PostgreSQL does not run as root, and none of unshare, setpriv and su could start"
                        + " it as another user that may enter " + folder + ". Run this as an ordinary user, or set "
                        + CacheFolder.SETTING + " to a folder that everybody may enter.");
    }

    /** Gives a file or an empty folder that this process has created to the server's user. */
    void own(Path path) {
        if (uid != KEEP) {
            try {
                Files.setAttribute(path, "unix:uid", uid);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A process out of reach of the terminal's Ctrl-C. */
    ProcessBuilder detached(List<String> command) {
        // macOS has no setsid; there PostgreSQL gets the Ctrl-C as well, which ends it no differently.
        boolean setsid =
                List.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator)).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")));
        List<String> all = new ArrayList<>();
        if (setsid) {
            all.add("setsid");
        }
        all.addAll(prefix);
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all).directory(new File("/"));
        // PGSSLMODE, PGOPTIONS and others would reach the connection of a standby to its primary.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PG"));
        builder.environment().put("LC_ALL", "C"); // We look for messages in the log.
        return builder;
    }

    /** Starts a command that reads from one file and adds its output to another. */
    Process begin(List<String> command, Path input, Path log) throws IOException {
        return detached(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Waits for a command that {@link #begin} has started. */
    static void finish(Process process, Path log) throws IOException {
        if (exitCode(process) != 0) {
            throw new IOException("Exit code " + process.exitValue() + " of "
                    + process.info().command().orElse("a command") + ": "
                    + Files.readString(log).strip());
        }
    }

    private boolean isPossible(Path folder) {
        try {
            return exitCode(detached(
                                    List.of("/bin/sh", "-c", "test \"$(id -u)\" -ne 0 && cd \"$0\"", folder.toString()))
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start())
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static int exitCode(Process process) throws IOException {
        try {
            if (process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new IOException("A command did not end within " + COMMAND_LIMIT_SECONDS + " s");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
