package io.userservice.routing;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.userservice.call.CallStack;
import io.userservice.devcluster.ClusterResource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server answers, by the server's own word. */
@QuarkusTest
@WithTestResource(ClusterResource.class)
class RoutingTest {

    private static final Set<String> REPLICAS = Set.of("replica-1", "replica-2");

    @Inject
    Calls calls;

    @AfterEach
    void noRouteStaysOnTheThread() {
        assertTrue(CallStack.isEmpty());
    }

    @Test
    void aGetIsAnsweredByAReplicaAndSaysWhich() {
        Response response = when().get("/who");
        String server = response.asString();
        assertTrue(REPLICAS.contains(server), server);
        assertEquals(server + ";reason=read-only", response.header("Served-By"));
    }

    @Test
    void aHeadIsAnsweredByAReplica() {
        when().head("/who").then().statusCode(200).body(emptyString()).header("Served-By", startsWith("replica-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void whatMayWriteIsAnsweredByThePrimary(String method) {
        given().request(method, "/who")
                .then()
                .header("Served-By", "primary;reason=write")
                .body(equalTo("primary"));
    }

    @Test
    void aGetCanOptOut() {
        when().get("/who/primary")
                .then()
                .header("Served-By", "primary;reason=use-primary")
                .body(equalTo("primary"));
    }

    @Test
    void aGetCanNameItsReplica() {
        for (int i = 0; i < 20; i++) {
            when().get("/who/replica-1")
                    .then()
                    .header("Served-By", "replica-1;reason=by-name")
                    .body(equalTo("replica-1"));
        }
    }

    @Test
    void allReplicasGetReads() {
        Set<String> servers = IntStream.range(0, 100)
                .mapToObj(i -> calls.onAnyReplica(Calls::whoAnswers))
                .collect(Collectors.toSet());
        assertEquals(REPLICAS, servers);
    }

    @Test
    void oneCallReadsFromOneReplicaThroughout() {
        for (int i = 0; i < 20; i++) {
            Set<String> servers = calls.onAnyReplica(session -> Set.copyOf(List.of(
                    Calls.whoAnswers(session), calls.onAnyReplica(Calls::whoAnswers), Calls.whoAnswers(session))));
            assertEquals(1, servers.size());
        }
    }

    @Test
    void aNamedReadInsideAReadGoesToItsOwnReplica() {
        List<String> servers = calls.onReplica1(session ->
                List.of(Calls.whoAnswers(session), calls.onReplica2(Calls::whoAnswers), Calls.whoAnswers(session)));
        assertEquals(List.of("replica-1", "replica-2", "replica-1"), servers);
    }

    @Test
    void aReplicaWithoutUrlIsRefusedByName() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> calls.onReplicaWithoutUrl(Calls::whoAnswers))
                .getMessage();
        assertTrue(message.contains("quarkus.datasource.\"replica-7\".jdbc.url"), message);
    }

    @Test
    void codeThatDeclaresNothingUsesThePrimary() {
        assertEquals("primary", calls.inUndeclaredTransaction(Calls::whoAnswers));
    }

    @Test
    void aPrimaryCallSuspendsTheReadAroundIt() {
        List<String> servers = calls.onReplica1(session -> List.of(
                Calls.whoAnswers(session),
                calls.onPrimary(Calls::whoAnswers),
                calls.inPrimaryTransaction(Calls::whoAnswers),
                Calls.whoAnswers(session)));
        assertEquals(List.of("replica-1", "primary", "primary", "replica-1"), servers);
    }

    @Test
    void aReadInsideATransactionStaysOnThePrimaryAndSeesItsWrites() {
        String seen = calls.inPrimaryTransaction(session -> {
            session.createNativeMutationQuery(
                            "create temporary table own_writes on commit drop as select 'mine' as what")
                    .executeUpdate();
            return calls.onReplica1(read -> Calls.whoAnswers(read)
                    + read.createNativeQuery("select what from own_writes", String.class)
                            .getSingleResult());
        });
        assertEquals("primarymine", seen);
    }

    @Test
    void aPrimaryCallInsideTheTransactionOfAReadIsRefused() {
        String message = assertThrows(
                        IllegalStateException.class,
                        () -> calls.inReplicaTransaction(session -> calls.inPrimaryTransaction(Calls::whoAnswers)))
                .getMessage();
        assertTrue(
                message.contains("Calls.inPrimaryTransaction") && message.contains("Calls.inReplicaTransaction"),
                message);
    }

    @Test
    void aTransactionAroundAReadStaysOnItsReplica() {
        List<String> servers =
                calls.inReplicaTransaction(session -> List.of(Calls.whoAnswers(session), Calls.whoAnswers(session)));
        assertEquals(servers.get(0), servers.get(1));
        assertNotEquals("primary", servers.get(0));
    }

    @Test
    void aRouteEndsWithItsCallAlsoWhenTheCallFails() {
        assertThrows(
                ArithmeticException.class,
                () -> calls.onReplica1(session -> calls.onPrimary(inner -> 1 / Integer.parseInt("0"))));
        assertTrue(CallStack.isEmpty());
    }
}
