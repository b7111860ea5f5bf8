package io.userservice.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The other tests here look at what is applied: kustomize makes the same of the folders as they do. */
@EnabledIf(value = "kubectlIsThere", disabledReason = "no kubectl in the path")
class KustomizeTest {

    @ParameterizedTest
    @ValueSource(strings = {"service", "migration"})
    void kubectlMakesTheSameObjects(String folder) throws IOException {
        assertEquals(
                Manifests.read(folder).objects(), Manifests.rendered(folder).objects());
    }

    static boolean kubectlIsThere() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }
}
