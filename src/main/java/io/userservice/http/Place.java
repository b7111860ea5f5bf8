package io.userservice.http;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The place of one request, which is given back once: by the work if it has begun, or else when the request has ended. A
 * client may go before its statement ends. Thread-safe.
 */
final class Place {

    private enum Owner {
        REQUEST,
        WORK,
        NOBODY
    }

    private final Places places;
    private final AtomicReference<Owner> owner = new AtomicReference<>(Owner.REQUEST);

    Place(Places places) {
        this.places = places;
    }

    /** From now on it is kept until {@link #workEnded}. False if the request has ended, and the place is gone. */
    boolean workBegins() {
        return owner.compareAndSet(Owner.REQUEST, Owner.WORK);
    }

    void workEnded() {
        leave(Owner.WORK);
    }

    void requestEnded() {
        leave(Owner.REQUEST);
    }

    private void leave(Owner expected) {
        if (owner.compareAndSet(expected, Owner.NOBODY)) {
            places.leave();
        }
    }
}
