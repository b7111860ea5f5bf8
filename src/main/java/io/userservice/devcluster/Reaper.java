package io.userservice.devcluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The shell process that ends the servers of one folder and deletes it as soon as the pipe from this JVM is closed: by
 * {@link #close()}, or by the kernel when the JVM is gone, {@code kill -9} included.
 */
final class Reaper implements Closeable {

    private static final int CLOSE_LIMIT_SECONDS = 20;

    // SIGQUIT is PostgreSQL's immediate shutdown: nobody needs this data again, and unlike SIGKILL it releases
    // the shared memory. The postmaster itself kills children that do not react within 5 s
    // (SIGKILL_CHILDREN_AFTER_SECS). It removes its postmaster.pid last. Should the JVM die in the instant
    // before a new server has written that file, then the server finds its data deleted and ends by itself.
    private static final String SCRIPT = """
            trap '' INT HUP TERM
            while read -r line; do :; done
            signal=QUIT
            tries=0
            while [ $tries -lt 100 ]; do
              running=
              for file in "$1"/*/postmaster.pid; do
                read -r pid <"$file" || continue
                kill -s CONT "$pid"
                kill -s $signal "$pid" && running=yes
              done
              [ $running ] || rm -rf "$1" && [ ! -e "$1" ] && break
              tries=$((tries + 1))
              [ $tries -lt 70 ] || signal=KILL
              sleep 0.1
            done
            rm -f "$1.lock"
            """;

    private final Path folder;
    private final Process process;
    private final CompletableFuture<Void> released;

    private Reaper(Path folder, Process process, CompletableFuture<Void> released) {
        this.folder = folder;
        this.process = process;
        this.released = released;
    }

    /**
     * @param folder with one data directory per server
     * @param lock of that folder, to be released when the folder is gone
     */
    static Reaper of(Path folder, FileChannel lock) throws IOException {
        ProcessBuilder builder =
                ServerOwner.SELF.detached(List.of("/bin/sh", "-c", SCRIPT, "keeper", folder.toString()));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        // Java holds on to a process that is alive, and so to its end of the pipe and to the lock, even after the class
        // loader that started it is garbage: each Quarkus test profile has a class loader of its own.
        return new Reaper(folder, process, process.onExit().thenAccept(ended -> release(lock)));
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            released.get(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "The servers in " + folder + " did not end within " + CLOSE_LIMIT_SECONDS
                            + " s: look for postgres processes, end them, and delete the folder",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot release the lock of " + folder, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The shell goes on without us.
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
