package io.userservice.datasource;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** Judges the URL of a server. Pure. */
final class ServerUrl {

    private static final String RIGHT = "jdbc:postgresql://";
    private static final String EXAMPLE = RIGHT + "db.example.com:5432/users";

    /** What others call PostgreSQL, and what is left when that is forgotten. */
    private static final Pattern SCHEME = Pattern.compile("(?:(?:postgres|postgresql|pgsql):)?(?://)?");

    private static final Pattern OTHER_SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*:(?://|[a-z]).*");

    /** Host by host, with or without a port; an IPv6 address has brackets. */
    private static final Pattern HOSTS = Pattern.compile(
            "(?:[^\\s/?@,:\\[\\]]+|\\[[^\\s/?@,\\]]+])(?::\\d{1,5})?(?:,(?:[^\\s/?@,:\\[\\]]+|\\[[^\\s/?@,\\]]+])(?::\\d{1,5})?)*");

    private ServerUrl() {}

    /**
     * What to write instead, without user and password; null if the URL is right. Spaces around it are Quarkus' to
     * remove.
     */
    static @Nullable String instead(String written) {
        String url = written.strip();
        if (url.startsWith(RIGHT)
                && HOSTS.matcher(authority(url.substring(RIGHT.length()))).matches()
                && !url.matches(".*\\s.*")
                && Driver.parseURL(url, null) != null) {
            return null;
        }
        url = url.replaceFirst("^jdbc:", "");
        Matcher scheme = SCHEME.matcher(url);
        scheme.lookingAt(); // always: all of it may be missing
        if (scheme.end() == 0 && OTHER_SCHEME.matcher(url).matches()) {
            return EXAMPLE;
        }
        // Everything before the last @: a password may contain all that ends a host.
        String rest = url.substring(Math.max(scheme.end(), url.lastIndexOf('@') + 1));
        String hosts = authority(rest);
        String path = rest.substring(hosts.length()).replaceAll("\\?.*", "");
        if (hosts.isEmpty()) {
            return RIGHT + "localhost" + path;
        }
        String instead = RIGHT + hosts + path;
        boolean right =
                HOSTS.matcher(hosts).matches() && !path.matches(".*\\s.*") && Driver.parseURL(instead, null) != null;
        return right ? instead : EXAMPLE;
    }

    private static String authority(String rest) {
        return rest.replaceAll("[/?].*", "");
    }
}
