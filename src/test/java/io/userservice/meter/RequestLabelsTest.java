package io.userservice.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of requests without an answer; those with one are in {@code api.MadeUpLabelsTest}. */
class RequestLabelsTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @ParameterizedTest
    @CsvSource({
        "http.server.requests, GET, 1",
        "http.server.requests, PATCH, 1",
        "http.server.requests, OTHER, 1",
        "http.server.requests, UNKNOWN, 1",
        "http.server.requests, get, 0",
        "http.server.requests, BREW, 0",
        "http.client.requests, BREW, 1",
    })
    void haveAMethodThatThereIs(String meter, String method, int meters) {
        registry.config().meterFilter(new RequestLabels().withoutAnswer());
        registry.timer(meter, "method", method);
        assertEquals(meters, registry.getMeters().size());
    }
}
