package io.userservice.devcluster;

import static io.userservice.devcluster.Superuser.ask;
import static io.userservice.devcluster.Superuser.set;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a server does as a standby: whom it follows, and how fast it replays. */
record Standby(PostgresServer server) {

    /** Asked on the primary, it tells what is to be asked on the standby. */
    private static final String HAS_ALL = """
            SELECT format('SELECT count(*) FROM pg_stat_wal_receiver WHERE sender_port = %s AND flushed_lsn >= %L AND received_tli = %s',
                          inet_server_port(), flushed, ('x' || left(pg_walfile_name(flushed), 8))::bit(32)::int)
            FROM pg_current_wal_flush_lsn() AS flushed
            """;

    /** Makes the stopped server one that follows the primary, and has a slot there. */
    void configure(PostgresServer primary) {
        configure(primary, server.name().replace('-', '_'));
    }

    /** Makes the stopped server one that follows the primary; the slot may be empty for none. */
    void configure(PostgresServer primary, String slot) {
        server.append("primary_conninfo = '%s'%nprimary_slot_name = '%s'%n".formatted(conninfo(primary), slot));
        try {
            // The server removes it when it is promoted.
            server.owner().own(Files.createFile(signal()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it starts as a standby, or is one. */
    boolean isOne() {
        return Files.exists(signal());
    }

    /** From now on it receives what that server writes. */
    void follow(PostgresServer primary) {
        set(server, "primary_conninfo", conninfo(primary));
    }

    /** It answers as ever, and receives nothing; {@link #follow} ends that. */
    void cutReceiver() {
        set(server, "primary_conninfo", "");
        Deadline.await(
                server + " to receive nothing",
                () -> ask(server, "SELECT count(*) FROM pg_stat_wal_receiver").equals("0"));
    }

    /** Without a slot: one on a server that was a standby itself may be of no use. */
    void useNoSlot() {
        set(server, "primary_slot_name", "");
    }

    /**
     * Whether it has received all that the primary has flushed. One whose log has gone another way, or that asks for what the
     * primary has no more, connects again and again, and never gets there.
     */
    boolean hasAllOf(PostgresServer primary) {
        return ask(server, ask(primary, HAS_ALL)).equals("1");
    }

    /** It receives, but shows nothing of what the primary commits from now on. */
    void pauseReplay() {
        ask(server, "SELECT pg_wal_replay_pause()");
        Deadline.await(
                server + " to pause",
                () -> ask(server, "SELECT pg_get_wal_replay_pause_state()").equals("paused"));
    }

    /** What is replayed then may end the very session that has asked for it, as a conflict with recovery. */
    void resumeReplay() {
        try {
            ask(server, "SELECT pg_wal_replay_resume()");
        } catch (IllegalStateException ended) {
            if (!ask(server, "SELECT pg_is_wal_replay_paused()").equals("f")) {
                throw ended;
            }
        }
    }

    /** It shows each commit of the primary that much later: recovery_min_apply_delay, in milliseconds. */
    void delayReplay(Duration delay) {
        set(server, "recovery_min_apply_delay", delay.toMillis() + "ms");
    }

    /** Makes it a primary of its own, with all that it has received. */
    void promote() {
        if (!ask(server, "SELECT pg_promote(true, 30)").equals("t")) {
            throw new IllegalStateException(server + " was not promoted:\n" + server.log());
        }
    }

    private static String conninfo(PostgresServer primary) {
        return "host=127.0.0.1 port=%d user=%s password=%s"
                .formatted(primary.port(), Template.SUPERUSER, Template.SUPERUSER);
    }

    private Path signal() {
        return server.data().resolve("standby.signal");
    }
}
