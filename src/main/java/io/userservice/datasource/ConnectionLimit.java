package io.userservice.datasource;

import java.util.Optional;

/**
 * How many connections the instances may open to a server together, and its limit for ordinary users.
 *
 * @param server its name
 * @param instances of this service ({@code user-service.instances})
 * @param each how many connections one instance may open to the server: its pools, and one for probes
 * @param limit the server's connection limit for ordinary users
 */
public record ConnectionLimit(String server, int instances, int each, int limit) {

    /**
     * What tells the limit in SQL. PostgreSQL's documentation, "Connection Settings"; the last two are not on every version, or
     * only on RDS.
     */
    public static final String EXPRESSION = """
            current_setting('max_connections')::int
            - current_setting('superuser_reserved_connections')::int
            - coalesce(current_setting('reserved_connections', true), '0')::int
            - coalesce(current_setting('rds.rds_superuser_reserved_connections', true), '0')::int
            """;

    /** What to do if that is more than the limit; then some instance is refused when all are busy. */
    public Optional<String> warning() {
        long wanted = (long) instances * each;
        if (wanted <= limit) {
            return Optional.empty();
        }
        return Optional.of(
                ("too-many-connections server=%s wanted=%d taken=%d: %d instances (user-service.instances) with %d"
                                + " connections each; make the pools smaller (jdbc.max-size) or max_connections of the server larger")
                        .formatted(server, wanted, limit, instances, each));
    }
}
