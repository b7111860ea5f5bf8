package io.userservice.devcluster;

import static io.userservice.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is on the disk and in the process table when a JVM was killed, and what the next one does about it. */
class CacheFolderTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Path cache = Path.of("");

    @BeforeEach
    void useAnEmptyCache() throws IOException {
        cache = Files.createTempDirectory("user-service-test-");
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xr-x"));
        System.setProperty(CacheFolder.SETTING, cache.toString());
    }

    @AfterEach
    void useTheUsualCache() throws IOException {
        System.clearProperty(CacheFolder.SETTING);
        CacheFolder.delete(cache);
    }

    /** The main class of a JVM that starts a cluster, says the process ids of its servers, and waits to be killed. */
    static final class Child {
        private Child() {}

        public static void main(String... args) throws IOException {
            DevCluster cluster = DevCluster.withStandbys(Integer.parseInt(args[0]));
            for (PostgresServer server : cluster.servers()) {
                System.out.println(server.postmaster().orElseThrow().pid());
            }
            System.out.println();
            System.exit(System.in.read());
        }
    }

    @Test
    void aKilledJvmLeavesNothingAndAHalfMadeTemplateIsMadeAgain() throws Exception {
        Process early = child();
        await().atMost(LIMIT).until(() -> Files.exists(cache.resolve("unfinished/bin/postgres")));
        early.destroyForcibly().waitFor();
        assertEquals(List.of("lock", "unfinished"), entries(cache));

        Process late = child();
        List<ProcessHandle> servers = servers(late);
        assertEquals(2, servers.size());
        assertEquals(3, entries(cache).size(), "lock, runs and the template");
        assertEquals(2, entries(cache.resolve("runs")).size(), "data and lock");

        late.destroyForcibly().waitFor();
        await().atMost(LIMIT).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
        await().atMost(LIMIT).until(() -> entries(cache.resolve("runs")).isEmpty());
    }

    @Test
    void whatAKilledKeeperCouldNotEndIsEndedByTheNextStart() throws Exception {
        useTheUsualCache(); // It has a template, which saves time.
        Process child = child();
        List<ProcessHandle> servers = servers(child);
        for (ProcessHandle process : child.toHandle().children().toList()) {
            if (!servers.contains(process)) {
                process.destroyForcibly(); // The keeper.
            }
        }
        child.destroyForcibly().waitFor();
        Path runs = CacheFolder.configured().runs();
        String left = "-" + child.pid() + "-";
        assertTrue(servers.stream().allMatch(ProcessHandle::isAlive));
        assertEquals(
                2, entries(runs).stream().filter(name -> name.contains(left)).count(), "data and lock");
        try (DevCluster next = DevCluster.withStandbys(0)) {
            assertEquals("primary", next.primary().name());
            assertEquals(
                    0,
                    entries(runs).stream().filter(name -> name.contains(left)).count());
            await().atMost(LIMIT).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void aCacheThatCannotBeWrittenIsNamedWithItsSetting() throws IOException {
        Path folder = Files.createFile(cache.resolve("file")).resolve("cache");
        System.setProperty(CacheFolder.SETTING, folder.toString());
        String message = assertThrows(UncheckedIOException.class, () -> DevCluster.withStandbys(0))
                .getMessage();
        assertTrue(message.contains(folder.toString()), message);
        assertTrue(message.contains("Set USER_SERVICE_CACHE"), message);
    }

    private Process child() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + CacheFolder.SETTING + "=" + System.getProperty(CacheFolder.SETTING, ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        "1")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<ProcessHandle> servers(Process child) throws IOException {
        BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
        return Stream.generate(() -> {
                    try {
                        return output.readLine();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .takeWhile(line -> line != null && !line.isEmpty())
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
    }

    private static List<String> entries(Path folder) {
        return Arrays.stream(folder.toFile().list()).sorted().toList();
    }
}
