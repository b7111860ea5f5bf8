package io.userservice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.http.Places.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two places, and a queue of two. */
class PlacesTest {

    private final Places places = new Places(2, 2);
    private final List<String> admitted = new ArrayList<>();
    private final Runnable third = () -> admitted.add("third");
    private final Runnable fourth = () -> admitted.add("fourth");

    private void fillPlaces() {
        assertEquals(Entry.IN, places.enter(() -> admitted.add("first")));
        assertEquals(Entry.IN, places.enter(() -> admitted.add("second")));
    }

    private void fillQueue() {
        assertEquals(Entry.WAITS, places.enter(third));
        assertEquals(Entry.WAITS, places.enter(fourth));
    }

    @Test
    void furtherOnesWaitAndThenAreTooMany() {
        fillPlaces();
        fillQueue();
        assertEquals(Entry.FULL, places.enter(() -> admitted.add("fifth")));
        assertEquals(List.of(), admitted);
    }

    @Test
    void itTellsHowManyAreInAndWait() {
        assertEquals(List.of(0, 0), List.of(places.taken(), places.waiting()));
        fillPlaces();
        fillQueue();
        assertEquals(List.of(2, 2), List.of(places.taken(), places.waiting()));
        places.leave();
        assertEquals(List.of(2, 1), List.of(places.taken(), places.waiting()));
        places.leave();
        places.leave();
        assertEquals(List.of(1, 0), List.of(places.taken(), places.waiting()));
    }

    @Test
    void thoseThatWaitComeInInTheirOrder() {
        fillPlaces();
        fillQueue();
        places.leave();
        assertEquals(List.of("third"), admitted);
        assertEquals(Entry.WAITS, places.enter(() -> admitted.add("late")));
        places.leave();
        assertEquals(List.of("third", "fourth"), admitted);
        places.leave();
        assertEquals(List.of("third", "fourth", "late"), admitted);
    }

    @Test
    void whoGivesUpIsPassedOver() {
        fillPlaces();
        fillQueue();
        assertTrue(places.giveUp(third));
        places.leave();
        assertEquals(List.of("fourth"), admitted);
        assertFalse(places.giveUp(fourth), "it has a place");
        assertFalse(places.giveUp(third));
    }

    @Test
    void placesThatNobodyWaitsForAreFreeAgain() {
        fillPlaces();
        places.leave();
        places.leave();
        fillPlaces();
        fillQueue();
    }

    @Test
    void aPlaceIsGivenBackOnce() {
        fillPlaces();
        Place first = new Place(places);
        assertTrue(first.workBegins());
        first.requestEnded();
        assertEquals(Entry.WAITS, places.enter(third), "the client has gone, its work has not ended");
        first.workEnded();
        first.workEnded();
        first.requestEnded();
        assertEquals(List.of("third"), admitted);
        assertEquals(Entry.WAITS, places.enter(fourth));

        Place refused = new Place(places);
        refused.requestEnded();
        assertFalse(refused.workBegins());
        assertEquals(List.of("third", "fourth"), admitted);
    }
}
