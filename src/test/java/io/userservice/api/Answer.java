package io.userservice.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An answer; header names in whatever case. */
public record Answer(int status, Map<String, List<String>> headers, String body) {

    public Answer {
        Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = sorted;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> String.join(", ", values));
    }

    String mediaType() {
        return header("Content-Type").map(type -> type.split(";")[0].strip()).orElse("");
    }

    /** To what was no HTTP. */
    boolean isNoHttp() {
        return status == 400 && body.isEmpty() && !headers.containsKey("Content-Type");
    }
}
