package io.userservice.routing;

import io.quarkus.runtime.StartupEvent;
import io.userservice.replication.Server;
import io.userservice.replication.Servers;
import io.userservice.setting.GroupName;
import io.userservice.setting.Variable;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticObserver;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.EventContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Tells at the start of each read that names a replica or a group that is not there, as {@link RoutedResources} has listed them
 * when the application was built. The start goes on: everything else works. Thread-safe.
 */
public class NamedReads implements SyntheticObserver<StartupEvent> {

    private static final Logger log = Logger.getLogger(NamedReads.class);

    /** The parameter with the reads, each as {@link Read#toString}. */
    static final String READS = "reads";

    /** A method and the replica or group that it names. */
    record Read(String method, String name) {

        static Read of(String text) {
            String[] parts = text.split(" ", 2);
            return new Read(parts[0], parts[1]);
        }

        private boolean namesGroup() {
            return GroupName.isOne(name);
        }

        /** What is to be said of it, if nobody has that name. */
        Optional<String> line(Predicate<String> replicas, Predicate<String> groups) {
            if (namesGroup()) {
                return groups.test(name)
                        ? Optional.empty()
                        : Optional.of("no-such-group group=" + name + " method=" + method
                                + ": no replica is in this group, so the primary answers; to change that set"
                                + " USER_SERVICE_REPLICAS__REPLICA_1__GROUP=" + name + ", for instance");
            }
            return replicas.test(name)
                    ? Optional.empty()
                    : Optional.of("no-such-replica replica=" + name + " method=" + method
                            + ": no replica of this name is configured, so each call fails; set "
                            + Variable.of("quarkus.datasource.\"" + name + "\".jdbc.url"));
        }

        @Override
        public String toString() {
            return method + " " + name;
        }
    }

    @Override
    public void observe(EventContext<StartupEvent> start, Parameters parameters) {
        Servers servers = CDI.current().select(Servers.class).get();
        Set<String> groups = servers.replicas().stream()
                .map(replica -> replica.placement().group())
                .collect(Collectors.toSet());
        Set<String> replicas = servers.replicas().stream().map(Server::name).collect(Collectors.toSet());
        Arrays.stream(parameters.get(READS, String[].class))
                .map(Read::of)
                .forEach(read -> read.line(replicas::contains, groups::contains)
                        .ifPresent(line -> log.log(read.namesGroup() ? Logger.Level.INFO : Logger.Level.WARN, line)));
    }
}
