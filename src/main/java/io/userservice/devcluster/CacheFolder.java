package io.userservice.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder that holds the {@link Template}. By default {@code $XDG_CACHE_HOME/user-service}, else
 * {@code ~/.cache/user-service}, on macOS {@code ~/Library/Caches/user-service}, for root {@code
 * /var/cache/user-service} since the servers run as a user who may not enter root's home. {@value #SETTING}, as a system
 * property or an environment variable, names another one. It may be deleted whenever no cluster runs.
 *
 * @param path absolute
 * @param runs where the data of running clusters are: in memory ({@code /dev/shm}) if there is room, else, or if a
 *     folder was set, in {@code runs/} of this one
 */
record CacheFolder(Path path, Path runs) {

    static final String SETTING = "USER_SERVICE_CACHE";

    private static final String NAME = "user-service";
    // A cluster has some 4000 files, and ext4 does not reuse the inode of a file in the first minute after its
    // deletion: with one cluster after the other, that makes a start on disk up to ten times slower than one
    // in memory.
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 1L << 30;
    private static final Duration DELETE_LIMIT = Duration.ofSeconds(5);
    private static final String LOCK_SUFFIX = ".lock";

    // One at a time in this process; the file lock is for the other processes.
    private static final Object LOCK = new Object();

    /** Work that may fail on the file system. */
    interface Work<T> {
        T run() throws IOException;
    }

    static CacheFolder configured() {
        String setting = System.getProperty(SETTING, System.getenv().getOrDefault(SETTING, ""));
        if (!setting.isBlank()) {
            Path path = Path.of(setting).toAbsolutePath();
            return new CacheFolder(path, path.resolve("runs"));
        }
        Path path = byDefault().toAbsolutePath();
        return new CacheFolder(path, isRoomy(MEMORY) ? MEMORY : path.resolve("runs"));
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
    Reaper newRun() {
        return exclusively(() -> {
            createFolder(runs);
            sweep();
            Path folder =
                    runs.resolve(ownPrefix() + UUID.randomUUID().toString().substring(0, 8));
            FileChannel channel = open(Path.of(folder + LOCK_SUFFIX));
            channel.lock();
            createFolder(folder);
            return Reaper.of(folder, channel);
        });
    }

    /** Creates it such that others may enter, whatever the umask: the servers of root run as somebody else. */
    static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** Also while the last process of a killed JVM is still writing there; initdb is, for less than a second. */
    static void delete(Path folder) throws IOException {
        long deadline = System.nanoTime() + DELETE_LIMIT.toNanos();
        while (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    private void sweep() throws IOException {
        // To open and close the lock file of a living cluster of this very process would release its lock (POSIX).
        List<Path> locks = list(runs).stream()
                .filter(file -> {
                    String name = file.getFileName().toString();
                    return name.startsWith(userPrefix()) && name.endsWith(LOCK_SUFFIX) && !name.startsWith(ownPrefix());
                })
                .toList();
        for (Path lock : locks) {
            FileChannel channel = open(lock);
            if (channel.tryLock() == null) {
                channel.close(); // Its process lives.
            } else {
                String name = lock.toString();
                Path folder = Path.of(name.substring(0, name.length() - LOCK_SUFFIX.length()));
                killServers(folder);
                Reaper.of(folder, channel).close();
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
        return userPrefix() + self.pid() + "-" + started + "-";
    }

    private static String userPrefix() {
        return NAME + "-" + System.getProperty("user.name").replaceAll("\\W", "_") + "-";
    }

    private static boolean isRoomy(Path folder) {
        try {
            return Files.isWritable(folder) && Files.getFileStore(folder).getUsableSpace() > ROOM;
        } catch (IOException unusable) {
            return false;
        }
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
