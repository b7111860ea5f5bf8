package io.userservice.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.deploy.choice.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As many connections as all instances of a size may want, by operations.md, are fewer than its servers take. */
class SizingTest {

    /** What is left where RDS keeps a tenth of the memory for itself, and PostgreSQL some connections for its owners. */
    private static final double USABLE = 0.85;

    @ParameterizedTest
    @EnumSource
    void aPrimaryTakesTheTasksAndTheProxysHalf(Size size) {
        // Each execution has five at most, and all of them together the proxy's half of the server's.
        int proxy = Math.min(size.servers().maxConnections() / 2, size.executions() * 5);
        int needed = tasks(size) * 41 + proxy;
        assertTrue(needed < usable(size), () -> needed + " of " + usable(size));
    }

    @ParameterizedTest
    @EnumSource
    void aReplicaTakesTheTasksAndTheFunctions(Size size) {
        int needed = tasks(size) * 22 + size.executions() * 4;
        assertTrue(needed < usable(size), () -> needed + " of " + usable(size));
    }

    private static int tasks(Size size) {
        // As many again while a deployment replaces them.
        return 2 * size.tasks().max();
    }

    private static double usable(Size size) {
        return USABLE * size.servers().maxConnections();
    }
}
