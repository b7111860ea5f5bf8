package io.userservice.api;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What answers have that the OpenAPI document has not, each kind once. Thread-safe. */
final class Mismatches {

    private final Predicate<String> isNew;
    private final Queue<String> found = new ConcurrentLinkedQueue<>();

    /** {@code isNew} says so once for each text; thread-safe. */
    Mismatches(Predicate<String> isNew) {
        this.isNew = isNew;
    }

    /** Notes what is new in the answer to a request for a path of the document. */
    void note(String method, URI uri, Answer answer) {
        String path = uri.getRawPath();
        if (!Contract.isAbout(path)) {
            return;
        }
        for (String complaint : Contract.complaints(method, path, answer)) {
            String cause = Contract.label(method, path, answer) + ": " + complaint;
            if (isNew.test(cause)) {
                found.add(cause + "\n    first met by " + method + " " + path + ", which got " + answer);
            }
        }
    }

    /** Fails with all that is new since the last time. */
    void failIfAny() {
        List<String> all =
                Stream.generate(found::poll).takeWhile(Objects::nonNull).toList();
        if (!all.isEmpty()) {
            throw new AssertionError(String.join("\n", all) + "\nEach is told once; the document is " + Contract.FILE);
        }
    }
}
