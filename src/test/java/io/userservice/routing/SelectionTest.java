package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.userservice.replication.Server;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelectionTest {

    private final RandomGenerator random = new Random(42);
    private final Server one = server("replica-1");
    private final Server two = server("replica-2");
    private final Server three = server("replica-3");

    @ParameterizedTest
    @EnumSource
    void theOnlyServerIsPicked(Selection selection) {
        one.readStarted();
        assertSame(one, selection.pick(List.of(one), random, 7));
    }

    @ParameterizedTest
    @EnumSource
    void idleServersShareTheReads(Selection selection) {
        Map<Server, Long> picks = picks(selection, List.of(one, two, three), 30_000);
        assertEquals(3, picks.size());
        picks.values().forEach(count -> assertTrue(count > 9_000 && count < 11_000, picks::toString));
    }

    @Test
    void roundRobinGoesOnWhereTheTurnOverflows() {
        List<Server> servers = List.of(one, two);
        Server last = Selection.ROUND_ROBIN.pick(servers, random, Integer.MAX_VALUE);
        Server next = Selection.ROUND_ROBIN.pick(servers, random, Integer.MAX_VALUE + 1);
        assertEquals(List.of(two, one), List.of(last, next));
    }

    @Test
    void leastBusyNeverPicksTheBusiestOfAll() {
        three.readStarted();
        Map<Server, Long> picks = picks(Selection.LEAST_BUSY, List.of(one, two, three), 1_000);
        assertEquals(List.of(one, two), picks.keySet().stream().sorted(BY_NAME).toList());
    }

    @Test
    void randomDoesNotLookAtTheLoad() {
        three.readStarted();
        assertEquals(3, picks(Selection.RANDOM, List.of(one, two, three), 1_000).size());
    }

    private static final java.util.Comparator<Server> BY_NAME = java.util.Comparator.comparing(Server::name);

    private Map<Server, Long> picks(Selection selection, List<Server> servers, int count) {
        return IntStream.range(0, count)
                .mapToObj(turn -> selection.pick(servers, random, turn))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Server server(String name) {
        Object unused = Proxy.newProxyInstance(
                SelectionTest.class.getClassLoader(),
                new Class<?>[] {AgroalDataSource.class},
                (proxy, method, args) -> {
                    throw new AssertionError("a pick asks no server");
                });
        return new Server(name, (AgroalDataSource) unused);
    }
}
