package io.userservice.datasource;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
     * What to write in the place of each URL that has no datasource, and of each variable that nobody reads. One for each
     * name: of a variable Quarkus also lists what it takes for its property, and the variable is what somebody has written.
     *
     * @param properties the names of all properties
     */
    public static List<String> refusals(Iterable<String> properties) {
        Set<String> known = Stream.concat(Stream.of(PRIMARY_READS), NAMES.stream())
                .map(ReplicaSlots::plain)
                .collect(Collectors.toCollection(HashSet::new));
        return StreamSupport.stream(properties.spliterator(), false)
                .sorted(Comparator.comparing((String name) -> !name.contains("QUARKUS_DATASOURCE_"))
                        .thenComparing(Comparator.naturalOrder()))
                .flatMap(name -> refusal(name, known).stream())
                .toList();
    }

    private static Optional<String> refusal(String property, Set<String> known) {
        Matcher variable = ONE_UNDERSCORE.matcher(property);
        if (variable.matches()) {
            return Optional.of("Nothing reads " + property + ". Write " + variable.replaceFirst("$1_$2__$3")
                    + ", with two underscores before the name and after it");
        }
        Matcher url = URL.matcher(property);
        if (!url.matches()) {
            return Optional.empty();
        }
        String datasource = url.group(1) != null ? url.group(1) : url.group(2) != null ? url.group(2) : url.group(3);
        return known.add(plain(datasource))
                ? Optional.of("There is no datasource for " + property + ". Replicas have the names " + NAMES.get(0)
                        + " to " + NAMES.get(NAMES.size() - 1)
                        + ": set QUARKUS_DATASOURCE__REPLICA_1__JDBC_URL (quarkus.datasource.\"replica-1\".jdbc.url), and"
                        + " so on")
                : Optional.empty();
    }

    /** As an environment variable spells it, where {@code -} is {@code _} and quotes are too. */
    private static String plain(String datasource) {
        return datasource.replaceAll("\\W", "_").replaceAll("^_+|_+$", "").toLowerCase(Locale.ROOT);
    }
}
