package io.userservice.http;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of browsers may call, by their {@code Origin} (RFC 6454 section 7), as {@code quarkus.http.cors.origins} has
 * them: texts, regular expressions between slashes, or {@code *} for all. Pure.
 */
record Origins(boolean any, List<String> texts, List<Pattern> patterns) {

    /** The setting; Quarkus takes both of the first as all. */
    static Origins of(List<String> configured) {
        boolean any = configured.equals(List.of("*")) || configured.equals(List.of("/.*/"));
        List<Pattern> patterns = configured.stream()
                .filter(origin -> origin.length() > 1 && origin.startsWith("/") && origin.endsWith("/"))
                .map(origin -> Pattern.compile(origin.substring(1, origin.length() - 1)))
                .toList();
        return new Origins(any, configured, any ? List.of() : patterns);
    }

    /** Whether the setting has the origin. */
    boolean has(String origin) {
        return any
                || texts.contains(origin)
                || patterns.stream().anyMatch(pattern -> pattern.matcher(origin).matches());
    }

    /**
     * Whether a page of this origin calls its own server.
     *
     * @param host of the request; null if it named none, and then no page can have come from there
     */
    static boolean isSame(String origin, String scheme, @Nullable HostAndPort host) {
        String theirs = authority(origin);
        return theirs != null && host != null && theirs.equals(authority(scheme + "://" + host));
    }

    /** Scheme, host and port, with the port also where it is the scheme's own; null if that is no origin. */
    private static @Nullable String authority(String origin) {
        try {
            URI uri = new URI(origin);
            if (uri.getScheme() == null
                    || uri.getHost() == null
                    || !uri.getRawPath().isEmpty()) {
                return null;
            }
            int own = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
            int port = uri.getPort() < 0 ? own : uri.getPort();
            return (uri.getScheme() + "://" + uri.getHost() + ":" + port).toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
