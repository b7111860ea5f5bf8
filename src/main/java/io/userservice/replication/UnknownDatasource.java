package io.userservice.replication;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the URL of a datasource that does not exist: Quarkus ignores it, and a replica would silently not be used. */
final class UnknownDatasource {

    /** A property ({@code quarkus.datasource."replica-9".jdbc.url}) or an environment variable, as either is listed. */
    private static final Pattern URL =
            Pattern.compile("(?:%\\w+\\.)?quarkus\\.datasource\\.(?:\"([^\"]+)\"|([^.\"]+))\\.jdbc\\.url"
                    + "|(?:_\\w+_)?QUARKUS_DATASOURCE_(\\w+?)__?JDBC_URL");

    private UnknownDatasource() {}

    /**
     * Does nothing when every URL has a datasource.
     *
     * @param names the names of all properties
     * @throws ConfigurationException with what to write instead
     */
    static void refuse(Iterable<String> names, Stream<String> declared, List<String> slots) {
        List<String> known = declared.map(UnknownDatasource::plain).toList();
        for (String name : names) {
            Matcher url = URL.matcher(name);
            if (!url.matches()) {
                continue;
            }
            String datasource =
                    url.group(1) != null ? url.group(1) : url.group(2) != null ? url.group(2) : url.group(3);
            if (!known.contains(plain(datasource))) {
                throw new ConfigurationException("There is no datasource for " + name + ". Replicas have the names "
                        + slots.get(0) + " to " + slots.get(slots.size() - 1)
                        + ": set quarkus.datasource.\"replica-1\".jdbc.url"
                        + " or QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL, and so on.");
            }
        }
    }

    /** As an environment variable spells it, where {@code -} is {@code _} and quotes are too. */
    private static String plain(String datasource) {
        return datasource.replaceAll("\\W", "_").replaceAll("^_+|_+$", "").toLowerCase(Locale.ROOT);
    }
}
