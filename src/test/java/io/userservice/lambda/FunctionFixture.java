package io.userservice.lambda;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What a test of the packaged function has: a cluster and functions on it, for the time of its class. */
abstract class FunctionFixture {

    static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    static FunctionCluster functions;

    @BeforeAll
    static void startCluster() throws IOException {
        functions = new FunctionCluster(folder);
    }

    @AfterAll
    static void stopCluster() {
        functions.close();
    }
}
