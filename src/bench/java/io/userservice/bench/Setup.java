package io.userservice.bench;

import io.userservice.RunningPackage;
import io.userservice.devcluster.ClusterResource;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.Faults;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What all measurements share: their settings, the cluster with its users, and the package as it runs in production. */
final class Setup {

    /** How many requests run at once; enough to keep a machine of a few cores busy. */
    static final int CLIENTS = Integer.getInteger("bench.clients", 16);

    static final int USERS = Integer.getInteger("bench.users", 100_000);

    /** How long each figure is measured. */
    static final Duration RUN = Duration.ofSeconds(Long.getLong("bench.seconds", 5));

    /** How long a service runs before it is measured. */
    static final Duration WARM_UP = Duration.ofSeconds(Long.getLong("bench.warm-up", 10));

    private static boolean filled;

    private Setup() {}

    /** One for all measurements, with two standbys; it has its users after the first {@link #start}. */
    static DevCluster cluster() {
        return ClusterResource.cluster();
    }

    /** The names of its standbys. */
    static String[] replicas() {
        return cluster().servers().stream().skip(1).map(PostgresServer::name).toArray(String[]::new);
    }

    /** The package, with its default options for Java, warm from so long of reads and writes. */
    static RunningPackage start(Map<String, String> environment, Duration warmUp) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String options = System.getProperty("bench.java-options", "");
        if (!options.isBlank()) {
            command.addAll(List.of(options.strip().split("\\s+")));
        }
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        environment.put("USER_SERVICE_ROUTING_SERVED_BY_HEADER", "false");
        RunningPackage service = RunningPackage.start(command, environment);
        try {
            service.url();
            fill();
            warmUp(service, warmUp);
            return service;
        } catch (Exception e) {
            service.close();
            throw e;
        }
    }

    private static void warmUp(RunningPackage service, Duration time) throws IOException, InterruptedException {
        Load.run(service.url(), CLIENTS, time.dividedBy(2), Requests.MIXED);
        Load.run(service.url(), CLIENTS, time.dividedBy(4), Requests.PAGE);
        Load.run(service.url(), CLIENTS, time.dividedBy(4), Requests.withToken(service.url()));
    }

    /** By SQL, once the service has made the table: a hundred thousand requests would take their time. */
    private static synchronized void fill() throws SQLException {
        if (filled) {
            return;
        }
        PostgresServer primary = cluster().primary();
        try (Connection connection = Superuser.connect(primary);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into users (id, version, email, name, created_at, updated_at)
                    select ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 0,
                        'user' || i || '@example.com', 'User ' || i, now() - i * interval '1 second', now()
                    from generate_series(0, %d) i
                    """.formatted(USERS - 1));
            statement.execute("vacuum analyze users");
            // Or one that begins by itself would be part of some figure.
            statement.execute("checkpoint");
        }
        for (String replica : replicas()) {
            Faults.awaitCaughtUp(cluster().server(replica), primary);
        }
        filled = true;
    }
}
