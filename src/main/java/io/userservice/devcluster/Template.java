package io.userservice.devcluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * PostgreSQL's programs, unpacked, and an initialised data directory that all servers are copies of. Made once and then
 * kept in the {@link CacheFolder}, under a name that changes with everything that goes into it.
 */
record Template(Path folder, ServerOwner owner) {

    static final String DATABASE = "user-service";
    static final String USER = "userservice";
    static final String PASSWORD = "userservice";
    static final String SUPERUSER = "postgres";

    // Nobody needs this data after a crash of the machine, hence no fsync; synchronous_commit stays on, since
    // with it off the replicas are some 200 ms late. Shared memory in files of the data directory: /dev/shm
    // would keep that of killed servers. max_slot_wal_keep_size: a replica that stays down must not fill the
    // disk. wal_keep_size: one without a slot that follows a new primary finds what it has missed.
    private static final String SETTINGS = """

            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 60
            shared_buffers = 16MB
            dynamic_shared_memory_type = mmap
            io_method = sync
            fsync = off
            full_page_writes = off
            max_logical_replication_workers = 0
            max_slot_wal_keep_size = 256MB
            wal_keep_size = 64MB
            wal_retrieve_retry_interval = 100ms
            wal_receiver_status_interval = 1s
            lc_messages = 'C'
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_line_prefix = '%m [%p] '
            """;

    private static final List<String> INITDB_OPTIONS = List.of(
            "--username=" + SUPERUSER,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--wal-segsize=1",
            "--no-sync",
            "--no-instructions");

    // Slots for as many standbys as there can be; one that is not in use holds nothing back. "postgres
    // --single -j" wants a semicolon and an empty line after each statement.
    private static final String SQL = """
            CREATE ROLE %s LOGIN PASSWORD '%s';

            GRANT pg_monitor TO %1$s;

            CREATE DATABASE "%s" OWNER %1$s;

            SELECT pg_create_physical_replication_slot('replica_' || n) FROM generate_series(1, 8) n;

            """.formatted(USER, PASSWORD, DATABASE);

    private static final Path NOTHING = Path.of("/dev/null");

    /** The template of this cache, made if it is not there. */
    static Template in(CacheFolder cache) {
        PostgresArchive archive = PostgresArchive.forThisPlatform();
        return cache.exclusively(() -> {
            ServerOwner owner = ServerOwner.forFolder(cache.path());
            Template template = new Template(cache.path().resolve(name(archive, owner)), owner);
            if (!Files.isDirectory(template.folder)) {
                // Elsewhere first, and renamed when it is whole: a process that is killed leaves no half template.
                Template unfinished = new Template(cache.path().resolve("unfinished"), owner);
                CacheFolder.delete(unfinished.folder);
                unfinished.make(archive);
                Files.move(unfinished.folder, template.folder, StandardCopyOption.ATOMIC_MOVE);
            }
            return template;
        });
    }

    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    /** Makes each of these folders, which must not exist yet, a stopped server's data directory. */
    void copyTo(List<Path> folders) throws IOException {
        Path log = folders.get(0).resolveSibling("copy.log");
        List<Process> copies = new ArrayList<>();
        for (Path copy : folders) {
            List<String> command = List.of("cp", "-R", data().toString(), copy.toString());
            copies.add(owner.begin(command, NOTHING, log));
        }
        for (Process copy : copies) {
            ServerOwner.finish(copy, log);
        }
    }

    private void make(PostgresArchive archive) throws IOException {
        CacheFolder.createFolder(folder);
        archive.unpackTo(folder);
        Path password = Files.writeString(folder.resolve("password"), SUPERUSER);
        Path sql = Files.writeString(folder.resolve("sql"), SQL);
        Path log = folder.resolve("log");
        for (Path file : List.of(folder, password, sql)) {
            owner.own(file);
        }
        List<String> initdb = new ArrayList<>(List.of(program("initdb"), "-D", data().toString()));
        initdb.add("--pwfile=" + password);
        initdb.addAll(INITDB_OPTIONS);
        ServerOwner.finish(owner.begin(initdb, NOTHING, log), log);
        Files.writeString(data().resolve("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
        List<String> single = List.of(program("postgres"), "--single", "-j", "-D", data().toString(), "template1");
        ServerOwner.finish(owner.begin(single, sql, log), log);
        // It reports an error, but goes on and ends well.
        if (Files.readString(log).contains("ERROR:")) {
            throw new IOException(Files.readString(log));
        }
    }

    private static String name(PostgresArchive archive, ServerOwner owner) throws IOException {
        CRC32 fingerprint = new CRC32();
        String ingredients = SETTINGS + INITDB_OPTIONS + SQL + owner + archive.size();
        fingerprint.update(ingredients.getBytes(StandardCharsets.UTF_8));
        return archive.name() + "-" + Long.toHexString(fingerprint.getValue());
    }

    private Path data() {
        return folder.resolve("data");
    }
}
