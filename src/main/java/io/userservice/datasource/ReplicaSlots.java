package io.userservice.datasource;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The names that datasources have. Quarkus fixes them at build time; a slot without a URL is inactive and costs nothing. A
 * URL for any other name Quarkus ignores, and the replica would silently not be used: that is refused, and so is each variable
 * that is a name's but for its underscores. Pure.
 */
public final class ReplicaSlots {

    /** The datasource that reads from the primary, over connections that cannot write. */
    public static final String PRIMARY_READS = "primary-reads";

    /** The name of a slot, as a regular expression. */
    public static final String ONE = "replica-[1-8]";

    /** {@code replica-1} to {@code replica-8}. */
    public static final List<String> NAMES =
            IntStream.rangeClosed(1, 8).mapToObj(slot -> "replica-" + slot).toList();

    /** A property ({@code quarkus.datasource."replica-9".jdbc.url}) or an environment variable, as either is listed. */
    private static final Pattern URL =
            Pattern.compile("(?:%\\w+\\.)?quarkus\\.datasource\\.(?:\"([^\"]+)\"|([^.\"]+))\\.jdbc\\.url"
                    + "|(?:_\\w+_)?QUARKUS_DATASOURCE_(\\w+?)__?JDBC_URL");

    /** A variable of a datasource that there is, with one underscore where a quotation mark and a dot would be. */
    private static final Pattern ONE_UNDERSCORE =
            Pattern.compile("((?:_\\w+_)?QUARKUS_DATASOURCE_)(REPLICA_[1-8]|PRIMARY_READS)_([A-Z].*)");

    private ReplicaSlots() {}

    /**
     * Does nothing when every URL has a datasource.
     *
     * @param properties the names of all properties
     * @throws ConfigurationException with what to write instead
     */
    public static void refuseOthers(Iterable<String> properties) {
        List<String> known = Stream.concat(Stream.of(PRIMARY_READS), NAMES.stream())
                .map(ReplicaSlots::plain)
                .toList();
        // Of a variable Quarkus also lists what it takes for its property: the variable is what somebody has written.
        List<String> sorted = StreamSupport.stream(properties.spliterator(), false)
                .sorted(Comparator.comparing((String name) -> !name.contains("QUARKUS_DATASOURCE_"))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (String property : sorted) {
            Matcher variable = ONE_UNDERSCORE.matcher(property);
            if (variable.matches()) {
                throw new ConfigurationException("Nothing reads " + property + ". Write "
                        + variable.replaceFirst("$1_$2__$3") + ", with two underscores before the name and after it.");
            }
            Matcher url = URL.matcher(property);
            if (!url.matches()) {
                continue;
            }
            String datasource =
                    url.group(1) != null ? url.group(1) : url.group(2) != null ? url.group(2) : url.group(3);
            if (!known.contains(plain(datasource))) {
                throw new ConfigurationException("There is no datasource for " + property + ". Replicas have the names "
                        + NAMES.get(0) + " to " + NAMES.get(NAMES.size() - 1)
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
