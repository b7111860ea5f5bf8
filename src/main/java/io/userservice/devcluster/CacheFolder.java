package io.userservice.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The one folder that holds all that we write: the {@link Template} and, under {@code runs/}, the data of running
 * clusters. By default {@code $XDG_CACHE_HOME/user-service}, else {@code ~/.cache/user-service}, on macOS
 * {@code ~/Library/Caches/user-service}, for root {@code /var/cache/user-service} since the servers run as a user who
 * may not enter root's home. {@value #SETTING}, as a system property or an environment variable, names another one. It
 * may be deleted whenever no cluster runs.
 */
record CacheFolder(Path path) {
    static final String SETTING = "USER_SERVICE_CACHE";

    private static final String NAME = "user-service";
    private static final String LOCK_SUFFIX = ".lock";

    // One at a time in this process; the file lock is for the other processes.
    private static final Object LOCK = new Object();

    /** Work that may fail on the file system. */
    interface Work<T> {
        T run() throws IOException;
    }

    static CacheFolder configured() {
        String setting = System.getProperty(SETTING, System.getenv().getOrDefault(SETTING, ""));
        return new CacheFolder((setting.isBlank() ? byDefault() : Path.of(setting)).toAbsolutePath());
    }

    /** Runs with no other process of this cache at work. */
    <T> T exclusively(Work<T> work) {
        synchronized (LOCK) {
            try {
                createFolder(path);
                try (FileChannel channel = open(path.resolve("lock"));
                        FileLock lock = channel.lock()) {
                    assert lock.isValid();
                    return work.run();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "Cannot prepare PostgreSQL in the cache folder " + path
                                + ", which must be writable and have some"
                                + " 500 MB free (" + e + "). Set " + SETTING + ", an environment variable or a system"
                                + " property, to another folder.",
                        e);
            }
        }
    }

    /** A folder for the data of one cluster. Also deletes what clusters of killed processes have left behind. */
    Keeper newRun() {
        return exclusively(() -> {
            Path runs = path.resolve("runs");
            createFolder(runs);
            sweep(runs);
            Path folder =
                    runs.resolve(ownPrefix() + UUID.randomUUID().toString().substring(0, 8));
            FileChannel channel = open(Path.of(folder + LOCK_SUFFIX));
            channel.lock();
            createFolder(folder);
            return Keeper.of(folder, channel);
        });
    }

    /** Creates it such that others may enter, whatever the umask: the servers of root run as somebody else. */
    static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException gone) {
            return;
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    private static void sweep(Path runs) throws IOException {
        // To open and close the lock file of a living cluster of this very process would release its lock (POSIX).
        List<Path> locks = list(runs).stream()
                .filter(file -> file.toString().endsWith(LOCK_SUFFIX)
                        && !file.getFileName().toString().startsWith(ownPrefix()))
                .toList();
        for (Path lock : locks) {
            FileChannel channel = open(lock);
            if (channel.tryLock() == null) {
                channel.close(); // Its process lives.
            } else {
                String name = lock.toString();
                Path folder = Path.of(name.substring(0, name.length() - LOCK_SUFFIX.length()));
                killServers(folder);
                Keeper.of(folder, channel).close();
            }
        }
    }

    // There are some only if somebody has killed the keeper, too.
    private static void killServers(Path folder) throws IOException {
        for (Path data : list(folder)) {
            Path pidFile = data.resolve("postmaster.pid");
            if (Files.exists(pidFile)) {
                long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
                // After a reboot that number may be anybody's.
                ProcessHandle.of(pid)
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(data.toString()))
                        .ifPresent(ProcessHandle::destroyForcibly);
                Files.delete(pidFile);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String ownPrefix() {
        ProcessHandle self = ProcessHandle.current();
        // The number alone is not enough: in a container it is the same each time.
        long started = self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
        return self.pid() + "-" + started + "-";
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static Path byDefault() {
        String home = System.getProperty("user.home");
        String xdg = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        if (!xdg.isBlank()) {
            return Path.of(xdg, NAME);
        }
        if (System.getProperty("user.name").equals("root")) {
            return Path.of("/var/cache", NAME);
        }
        return System.getProperty("os.name").startsWith("Mac")
                ? Path.of(home, "Library", "Caches", NAME)
                : Path.of(home, ".cache", NAME);
    }
}
