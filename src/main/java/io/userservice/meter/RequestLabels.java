package io.userservice.meter;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Set;

/**
 * Counts requests with a method that a client made up as {@code OTHER}: as a label each would be kept as long as the service
 * runs. Quarkus does the like for paths, see {@code suppress4xx-errors}. Thread-safe.
 */
@Singleton
class RequestLabels implements HttpServerMetricsTagsContributor {

    private static final String LABEL = "method";

    /** RFC 9110 section 9.1, RFC 5789, and what Quarkus calls a request that has none. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "OTHER", "UNKNOWN");

    private static final Tags OTHER = Tags.of(LABEL, "OTHER");

    @Override
    public Tags contribute(Context answered) {
        return METHODS.contains(answered.request().method().name()) ? Tags.empty() : OTHER;
    }

    /** Nobody is asked for labels of a request whose client has gone: with such a method it is not counted. */
    @Produces
    @Singleton
    MeterFilter withoutAnswer() {
        return MeterFilter.deny(meter -> meter.getName().equals("http.server.requests")
                && !METHODS.contains(Objects.requireNonNullElse(meter.getTag(LABEL), "UNKNOWN")));
    }
}
