package io.userservice.replication.discovery;

import io.userservice.replication.Server;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Servers that know who the replicas are. The first that answers is believed. */
final class QueriedDirectory implements Directory {

    /**
     * Aurora's readers that have reported of late; one that was deleted is in the list for some minutes more (Aurora's user
     * guide, "aurora_replica_status"). Every server of the cluster knows them.
     */
    static final String AURORA = """
            select server_id from aurora_replica_status()
            where session_id <> 'MASTER_SESSION_ID' and last_update_timestamp > now() - interval '1 minute'
            """;

    /** Who streams and replays: neither a backup nor a logical subscriber (PostgreSQL, 27.2.4, "pg_stat_replication"). */
    private static final String STREAMING = """
             from pg_stat_replication where state = 'streaming' and replay_lsn is not null
             and pid not in (select active_pid from pg_replication_slots where slot_type = 'logical' and active)
            """;

    /** Standbys by their names, which {@code primary_conninfo} or {@code cluster_name} gives them. */
    static final String STANDBYS_BY_NAME = "select application_name" + STREAMING;

    /** The same by the addresses that the primary sees. */
    static final String STANDBYS_BY_ADDRESS =
            "select case family(client_addr) when 6 then '[' || host(client_addr) || ']' else host(client_addr) end"
                    + STREAMING + " and client_addr is not null";

    private static final Logger log = Logger.getLogger(QueriedDirectory.class);

    private final String question;
    private final String pattern;
    private final Supplier<List<Server>> whoKnow;
    private Set<String> unusable = Set.of();

    /**
     * @param question answers with what the servers call each replica
     * @param pattern the address, with a {@code ?} for that
     * @param whoKnow in the order in which they are asked
     */
    QueriedDirectory(String question, String pattern, Supplier<List<Server>> whoKnow) {
        this.question = question;
        this.pattern = pattern;
        this.whoKnow = whoKnow;
    }

    @Override
    public Set<Address> replicas() throws SQLException {
        @Nullable SQLException failure = null;
        for (Server server : whoKnow.get()) {
            try (Connection connection = server.readConnection()) {
                return ask(connection);
            } catch (SQLException e) {
                failure = e;
            }
        }
        throw failure == null ? new SQLException("no server is in use that could be asked") : failure;
    }

    Set<Address> ask(Connection connection) throws SQLException {
        Set<Address> found = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            while (answer.next()) {
                String address = pattern.replace("?", String.valueOf(answer.getString(1)));
                if (Address.isOne(address)) {
                    found.add(Address.of(address));
                } else {
                    others.add(address);
                }
            }
        }
        if (!others.equals(unusable)) {
            log.warnf("discovery: no address of a replica: %s", others);
            unusable = others;
        }
        return found;
    }
}
