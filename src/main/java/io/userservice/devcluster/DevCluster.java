package io.userservice.devcluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A running PostgreSQL primary with streaming standbys: {@code primary}, {@code replica-1}, {@code replica-2} and so on,
 * which are also their {@code cluster_name}. They listen on 127.0.0.1 only. The database {@value #DATABASE} belongs to
 * the ordinary role {@value #USER} (password {@value #PASSWORD}); the superuser is {@value #SUPERUSER} (password the
 * same word).
 *
 * <p>The servers and their data live until {@link #close()} or the end of the JVM, whichever comes first; a JVM that is
 * killed takes them along too. Thread-safe.
 */
public final class DevCluster implements AutoCloseable {

    public static final String DATABASE = Template.DATABASE;
    public static final String USER = Template.USER;
    public static final String PASSWORD = Template.PASSWORD;
    public static final String SUPERUSER = Template.SUPERUSER;

    private static final int MAX_STANDBYS = 8;

    private final List<PostgresServer> servers;
    private final Closeable keeper;

    private DevCluster(List<PostgresServer> servers, Closeable keeper) {
        this.servers = List.copyOf(servers);
        this.keeper = keeper;
    }

    /**
     * Starts a cluster on random free ports and returns when all standbys stream.
     *
     * @param standbys from 0 to 8
     * @throws IllegalStateException if that fails; the message says what to do about it
     */
    public static DevCluster withStandbys(int standbys) {
        return start(standbys, Ports.random());
    }

    /**
     * Like {@link #withStandbys}, with the same ports each time if they are free: the primary on 15432, the standbys on
     * those that follow; for the next cluster on the same machine 15442 and so on.
     */
    public static DevCluster onStablePorts(int standbys) {
        return start(standbys, Ports.stable());
    }

    /**
     * A second handle of a cluster that another class loader of this JVM has started. Closing it does nothing.
     *
     * @param folder of the cluster, as {@link #folder()} said
     */
    static DevCluster attach(Path folder, int firstPort, int standbys) {
        CacheFolder cache = CacheFolder.configured();
        return new DevCluster(servers(Template.in(cache), folder, firstPort, standbys), () -> {});
    }

    /** The primary first, then the standbys in the order of their names. */
    public List<PostgresServer> servers() {
        return servers;
    }

    public PostgresServer primary() {
        return servers.get(0);
    }

    /**
     * The server of that name.
     *
     * @param name {@code primary}, {@code replica-1}, …
     * @throws IllegalArgumentException if there is no such server
     */
    public PostgresServer server(String name) {
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No server " + name + " in " + servers));
    }

    /** The Quarkus properties that make the primary the default datasource, and each standby the one of its name. */
    public Map<String, String> configuration() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (PostgresServer server : servers) {
            String datasource = "quarkus.datasource." + (server == primary() ? "" : "\"" + server.name() + "\".");
            properties.put(datasource + "jdbc.url", server.jdbcUrl());
            properties.put(datasource + "username", USER);
            properties.put(datasource + "password", PASSWORD);
        }
        return properties;
    }

    /** A URL of all servers that leads to the one that is the primary, whichever that is now. */
    public String urlOfPrimary() {
        String hosts =
                servers.stream().map(server -> "127.0.0.1:" + server.port()).collect(Collectors.joining(","));
        return "jdbc:postgresql://" + hosts + "/" + DATABASE + "?targetServerType=primary";
    }

    /** Where this cluster keeps its data; gone after {@link #close()}. */
    Path folder() {
        return primary().folder();
    }

    /** Stops all servers and deletes their data. Closing twice is the same as once. */
    @Override
    public void close() {
        try {
            keeper.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DevCluster start(int standbys, IntStream firstPorts) {
        if (standbys < 0 || standbys > MAX_STANDBYS) {
            throw new IllegalArgumentException("From 0 to " + MAX_STANDBYS + " standbys, not " + standbys);
        }
        CacheFolder cache = CacheFolder.configured();
        Template template = Template.in(cache);
        PrimitiveIterator.OfInt ports = firstPorts.iterator();
        while (ports.hasNext()) {
            int port = ports.nextInt();
            if (!Ports.areFree(port, standbys + 1)) {
                continue;
            }
            Reaper keeper = cache.newRun();
            try {
                template.owner().own(keeper.folder());
                DevCluster cluster = new DevCluster(servers(template, keeper.folder(), port, standbys), keeper);
                cluster.startServers(template);
                return cluster;
            } catch (Ports.TakenException e) {
                keeper.close(); // Somebody was faster: on to the next ports.
            } catch (IOException e) {
                keeper.close();
                throw new UncheckedIOException("Cannot start PostgreSQL in " + keeper.folder() + ": " + e, e);
            } catch (RuntimeException e) {
                keeper.close();
                throw e;
            }
        }
        throw new IllegalStateException("Found no " + (standbys + 1) + " free ports in a row on 127.0.0.1");
    }

    private static List<PostgresServer> servers(Template template, Path folder, int firstPort, int standbys) {
        List<PostgresServer> servers = new ArrayList<>();
        for (int i = 0; i <= standbys; i++) {
            String name = i == 0 ? "primary" : "replica-" + i;
            servers.add(new PostgresServer(name, firstPort + i, folder, template));
        }
        return servers;
    }

    private void startServers(Template template) throws IOException {
        template.copyTo(servers.stream().map(PostgresServer::data).toList());
        // All at once: a standby retries until the primary answers.
        servers.forEach(PostgresServer::configure);
        servers.stream().skip(1).map(Standby::new).forEach(standby -> standby.configure(primary()));
        List<Process> processes = servers.stream().map(PostgresServer::launch).toList();
        for (int i = 0; i < servers.size(); i++) {
            servers.get(i).awaitReady(processes.get(i), "");
        }
        for (int i = 1; i < servers.size(); i++) {
            servers.get(i).awaitStreaming(processes.get(i));
        }
    }
}
