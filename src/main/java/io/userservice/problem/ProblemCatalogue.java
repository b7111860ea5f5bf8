package io.userservice.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Shows what each {@link ProblemType} means at the URI that names it, and all of them at {@code /problems}.
 *
 * <p>Not a resource class: requests for those are routed and limited, and this must answer at all times.
 */
@ApplicationScoped
class ProblemCatalogue {

    private static final String ROOT = "/problems";

    /** {@code retryAfter} is in seconds. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @RegisterForReflection
    record Entry(String type, int status, String title, String occurs, String advice, OptionalInt retryAfter) {
        static Entry of(ProblemType type) {
            return new Entry(type.uri(), type.status(), type.title(), type.occurs(), type.advice(), type.retryAfter());
        }
    }

    @RegisterForReflection
    record All(List<Entry> items) {}

    private final ObjectMapper json;

    ProblemCatalogue(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) throws JsonProcessingException {
        List<Entry> entries = Stream.of(ProblemType.values()).map(Entry::of).toList();
        serve(router, ROOT, new All(entries));
        for (Entry entry : entries) {
            serve(router, entry.type(), entry);
        }
    }

    private void serve(Router router, String path, Object body) throws JsonProcessingException {
        String text = json.writeValueAsString(body);
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                        .end(under(ForwardedPrefix.of(context.request()), text)));
    }

    /** The types as problems say them to whoever asks through a gateway. */
    private static String under(String prefix, String text) {
        return prefix.isEmpty() ? text : text.replace("\"type\":\"/", "\"type\":\"" + prefix + "/");
    }
}
