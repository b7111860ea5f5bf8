package io.userservice.devcluster;

import static io.userservice.Patience.await;
import static io.userservice.devcluster.Superuser.ask;
import static io.userservice.devcluster.Superuser.set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What can go wrong with a server, on purpose. The functions that begin with {@code with} act on the servers of
 * {@link ClusterResource#cluster()} and undo what they did, whatever the action does; they nest, one fault a server.
 * After them the replica has caught up. All return when the state is reached.
 */
public final class Faults {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Faults() {}

    /** What a test does meanwhile. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /** The replica is killed: its connections break and new ones are refused. */
    public static void withReplicaDown(String replica, Action action) throws Exception {
        around(replica, Faults::kill, action, PostgresServer::start);
    }

    /** The primary is killed; the replicas go on serving what they have. */
    public static void withPrimaryDown(Action action) throws Exception {
        around("primary", Faults::kill, action, PostgresServer::start);
    }

    /** The replica hangs: the kernel accepts connections and nothing answers, as with a lost network. */
    public static void withReplicaFrozen(String replica, Action action) throws Exception {
        around(replica, Faults::freeze, action, Faults::thaw);
    }

    /** Like {@link #withReplicaFrozen} for the primary. */
    public static void withPrimaryFrozen(Action action) throws Exception {
        around("primary", Faults::freeze, action, Faults::thaw);
    }

    /** The replica receives, but shows nothing of what the primary commits from now on. */
    public static void withReplayPaused(String replica, Action action) throws Exception {
        around(replica, Faults::pauseReplay, action, Faults::resumeReplay);
    }

    /** The replica answers as ever, and receives nothing of what the primary writes. */
    public static void withReceiverCut(String replica, Action action) throws Exception {
        around(
                replica,
                Faults::cutReceiver,
                action,
                server -> follow(server, ClusterResource.cluster().primary()));
    }

    /** The replica shows each commit of the primary that much later. */
    public static void withApplyDelay(String replica, Duration delay, Action action) throws Exception {
        around(replica, server -> applyDelay(server, delay), action, server -> applyDelay(server, Duration.ZERO));
    }

    /** Like a crash: SIGKILL for the server and all its children. */
    public static void kill(PostgresServer server) {
        ProcessHandle postmaster = postmaster(server);
        // A stopped one neither starts more children nor reacts to the death of some.
        signal("STOP", List.of(postmaster));
        List<ProcessHandle> children = postmaster.children().toList();
        signal("KILL", children);
        signal("KILL", List.of(postmaster));
        await().atMost(LIMIT).until(() -> server.postmaster().isEmpty());
        try {
            // Its number may be another process's soon, which must not be taken for the server.
            Files.deleteIfExists(server.pidFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An orderly shutdown that breaks connections (SIGINT, "fast"). It waits until the standbys have received all. */
    public static void stop(PostgresServer server) {
        signal("INT", List.of(postmaster(server)));
        await().atMost(LIMIT).until(() -> server.status().isEmpty());
    }

    /** SIGSTOP for the server and all its children. */
    public static void freeze(PostgresServer server) {
        ProcessHandle postmaster = postmaster(server);
        signal("STOP", List.of(postmaster)); // First, so that there are no more children.
        signal("STOP", postmaster.children().toList());
    }

    /** Ends {@link #freeze}. */
    public static void thaw(PostgresServer server) {
        ProcessHandle postmaster = postmaster(server);
        signal(
                "CONT",
                Stream.concat(postmaster.children(), Stream.of(postmaster)).toList());
    }

    /** The whole process stands still until the action is over, as a function on Lambda does between its calls. */
    public static void withProcessFrozen(ProcessHandle process, Action action) throws Exception {
        signal("STOP", List.of(process));
        try {
            action.run();
        } finally {
            signal("CONT", List.of(process));
        }
    }

    public static void pauseReplay(PostgresServer standby) {
        ask(standby, "SELECT pg_wal_replay_pause()");
        await().atMost(LIMIT)
                .until(() ->
                        ask(standby, "SELECT pg_get_wal_replay_pause_state()").equals("paused"));
    }

    public static void resumeReplay(PostgresServer standby) {
        ask(standby, "SELECT pg_wal_replay_resume()");
    }

    /** It answers as ever, and receives nothing; {@link #follow} ends that. */
    public static void cutReceiver(PostgresServer standby) {
        set(standby, "primary_conninfo", "");
        await().atMost(LIMIT)
                .until(() -> ask(standby, "SELECT count(*) FROM pg_stat_wal_receiver")
                        .equals("0"));
    }

    /** From now on the standby receives what that server writes. */
    public static void follow(PostgresServer standby, PostgresServer primary) {
        set(
                standby,
                "primary_conninfo",
                "host=127.0.0.1 port=%d user=%s password=%s"
                        .formatted(primary.port(), DevCluster.SUPERUSER, DevCluster.SUPERUSER));
    }

    /** The setting recovery_min_apply_delay, in milliseconds. */
    public static void applyDelay(PostgresServer standby, Duration delay) {
        set(standby, "recovery_min_apply_delay", delay.toMillis() + "ms");
    }

    /** Makes the standby a primary of its own. There is no way back: only for a cluster that is closed afterwards. */
    public static void promote(PostgresServer standby) {
        if (!ask(standby, "SELECT pg_promote(true, 30)").equals("t")) {
            throw new IllegalStateException(standby + " was not promoted:\n" + standby.log());
        }
    }

    /** The stopped server comes back as a standby of that one, which has all that it has written. */
    public static void rejoin(PostgresServer server, PostgresServer primary) {
        try {
            Path signal = Files.createFile(server.data().resolve("standby.signal"));
            // The server removes it when it is promoted again, and may run as somebody else.
            Files.setPosixFilePermissions(signal, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.start();
        follow(server, primary);
    }

    /** Returns when the standby shows all that the primary has committed before this call. */
    public static void awaitCaughtUp(PostgresServer standby, PostgresServer primary) {
        String position = ask(primary, "SELECT pg_current_wal_flush_lsn()");
        String reached = "SELECT pg_last_wal_replay_lsn() >= '" + position + "'::pg_lsn";
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ask(standby, reached).equals("t"));
    }

    private static void around(
            String name, Consumer<PostgresServer> fault, Action action, Consumer<PostgresServer> repair)
            throws Exception {
        DevCluster cluster = ClusterResource.cluster();
        PostgresServer server = cluster.server(name);
        fault.accept(server);
        try {
            action.run();
        } finally {
            repair.accept(server);
            // The others may be under faults of their own that are not over yet.
            List<PostgresServer> standbys = server == cluster.primary()
                    ? cluster.servers().subList(1, cluster.servers().size())
                    : List.of(server);
            standbys.forEach(standby -> awaitCaughtUp(standby, cluster.primary()));
        }
    }

    private static ProcessHandle postmaster(PostgresServer server) {
        return server.postmaster().orElseThrow(() -> new IllegalStateException(server + " is not running"));
    }

    // Java itself can send SIGTERM and SIGKILL only.
    private static void signal(String signal, List<ProcessHandle> processes) {
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
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
