package io.userservice.devcluster;

import static io.userservice.Patience.await;
import static io.userservice.devcluster.Superuser.ask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

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

    /** See {@link ServerProcess#kill}. */
    public static void kill(PostgresServer server) {
        new ServerProcess(server).kill();
    }

    /** See {@link ServerProcess#stop}. */
    public static void stop(PostgresServer server) {
        new ServerProcess(server).stop();
    }

    /** See {@link ServerProcess#freeze}. */
    public static void freeze(PostgresServer server) {
        new ServerProcess(server).freeze();
    }

    /** Ends {@link #freeze}. */
    public static void thaw(PostgresServer server) {
        new ServerProcess(server).thaw();
    }

    /** The whole process stands still until the action is over, as a function on Lambda does between its calls. */
    public static void withProcessFrozen(ProcessHandle process, Action action) throws Exception {
        ServerProcess.signal("STOP", List.of(process));
        try {
            action.run();
        } finally {
            ServerProcess.signal("CONT", List.of(process));
        }
    }

    public static void pauseReplay(PostgresServer standby) {
        new Standby(standby).pauseReplay();
    }

    public static void resumeReplay(PostgresServer standby) {
        new Standby(standby).resumeReplay();
    }

    /** It answers as ever, and receives nothing; {@link #follow} ends that. */
    public static void cutReceiver(PostgresServer standby) {
        new Standby(standby).cutReceiver();
    }

    /** From now on the standby receives what that server writes. */
    public static void follow(PostgresServer standby, PostgresServer primary) {
        new Standby(standby).follow(primary);
    }

    public static void applyDelay(PostgresServer standby, Duration delay) {
        new Standby(standby).delayReplay(delay);
    }

    /** Makes the standby a primary of its own. There is no way back: only for a cluster that is closed afterwards. */
    public static void promote(PostgresServer standby) {
        new Standby(standby).promote();
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
}
