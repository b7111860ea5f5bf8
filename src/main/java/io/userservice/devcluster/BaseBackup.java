package io.userservice.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A stopped server's data made anew, as a copy of a running primary's: neither pg_basebackup nor pg_rewind is in the embedded
 * binaries, so this is PostgreSQL's low-level way (its documentation, section 25.3.4 "Making a Base Backup Using the Low Level
 * API").
 */
record BaseBackup(PostgresServer primary) {

    /** Makes the stopped server a standby of the primary, whatever it had. It is not started. */
    void restoreTo(PostgresServer server) {
        try (Connection connection = Superuser.connect(primary);
                Statement backup = connection.createStatement()) {
            CacheFolder.delete(server.data());
            backup.execute("SELECT pg_backup_start('copy', fast => true)");
            copyTo(server);
            try (ResultSet end = backup.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                end.next();
                server.owner().own(Files.writeString(server.data().resolve("backup_label"), end.getString(1)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot copy " + primary + " to " + server + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.configure();
        new Standby(server).configure(primary, "");
    }

    /** The files as they are, while the primary writes; replay from the label on makes them whole. */
    private void copyTo(PostgresServer server) throws IOException {
        Path log = server.folder().resolve("copy.log");
        Files.deleteIfExists(log);
        ServerOwner owner = server.owner();
        Process copy = owner.begin(
                List.of("cp", "-R", primary.data().toString(), server.data().toString()), Path.of("/dev/null"), log);
        try {
            ServerOwner.finish(copy, log);
        } catch (IOException e) {
            // A running server removes files of its own, and cp then misses them.
            if (Files.readString(log).lines().anyMatch(line -> !line.endsWith("No such file or directory"))) {
                throw e;
            }
        }
        for (String own : List.of("postmaster.pid", "postmaster.opts", "postgresql.auto.conf")) {
            Files.deleteIfExists(server.data().resolve(own));
        }
        owner.own(Files.createFile(server.data().resolve("postgresql.auto.conf")));
        try (var slots = Files.list(server.data().resolve("pg_replslot"))) {
            for (Path slot : slots.toList()) {
                CacheFolder.delete(slot);
            }
        }
    }
}
