package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.routing.NamedReads.Read;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the start tells of a read that names what is not there. */
class NamedReadsTest {

    private static final Set<String> REPLICAS = Set.of("replica-1");
    private static final Set<String> GROUPS = Set.of("", "reporting");

    @Test
    void whatIsThereIsNothingToTell() {
        assertEquals(Optional.empty(), line("replica-1"));
        assertEquals(Optional.empty(), line("reporting"));
    }

    @Test
    void aReplicaThatIsNotNamesTheMethodAndTheVariable() {
        assertEquals(
                "no-such-replica replica=replica-5 method=Reports.all: no replica of this name is configured, so each call"
                        + " fails; set QUARKUS_DATASOURCE__REPLICA_5__JDBC_URL",
                line("replica-5").orElseThrow());
    }

    @Test
    void aGroupThatNobodyIsInIsThePrimary() {
        String line = line("exports").orElseThrow();
        assertTrue(line.startsWith("no-such-group group=exports method=Reports.all: "), line);
        assertTrue(line.contains("the primary answers"), line);
    }

    private static Optional<String> line(String name) {
        Read read = Read.of(new Read("Reports.all", name).toString());
        return read.line(REPLICAS::contains, GROUPS::contains);
    }
}
