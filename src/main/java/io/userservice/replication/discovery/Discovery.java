package io.userservice.replication.discovery;

import io.agroal.api.AgroalDataSource;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.userservice.datasource.ClusterProof;
import io.userservice.datasource.CutOffPool;
import io.userservice.replication.Prober;
import io.userservice.replication.Server;
import io.userservice.replication.ServerStatus;
import io.userservice.replication.Servers;
import io.userservice.replication.roster.Placement;
import io.userservice.start.Refusals;
import io.userservice.start.StartOrder;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has reads use the replicas that a {@link Directory} knows. One that appears is asked first what it is, and begins with few
 * reads. One that goes is drained: it gets no new reads, those that run end as they would, then its pool is closed. If nobody
 * can be asked, all stays as it is. One thread does it all.
 */
@ApplicationScoped
public class Discovery {

    private static final Logger log = Logger.getLogger(Discovery.class);

    /** With those that are configured. */
    private static final int MOST_REPLICAS = 32;

    private final DiscoveryConfig config;
    private final Directories directories;
    private final ReplicaPool pools;
    private final Servers servers;
    private final Prober prober;
    private final ClusterProof proof;
    private final InstantSource clock;
    private final Event<ReplicaCame> came;
    private final Event<ReplicaGone> gone;
    private final Map<Address, Server> found = new TreeMap<>();
    private Membership membership = Membership.NONE;
    private boolean knew = true;
    private @Nullable ScheduledExecutorService thread;

    Discovery(
            DiscoveryConfig config,
            Directories directories,
            ReplicaPool pools,
            Servers servers,
            Prober prober,
            ClusterProof proof,
            InstantSource clock,
            Event<ReplicaCame> came,
            Event<ReplicaGone> gone) {
        this.config = config;
        this.directories = directories;
        this.pools = pools;
        this.servers = servers;
        this.prober = prober;
        this.proof = proof;
        this.clock = clock;
        this.came = came;
        this.gone = gone;
    }

    void judge(@Observes Refusals refusals) {
        directories.refusal(config).ifPresent(refusals::add);
    }

    /** After the configured servers were asked, before the first request. */
    void start(@Observes @Priority(StartOrder.FIND) StartupEvent event) {
        if (config.kind() == DiscoveryConfig.Kind.STATIC) {
            return;
        }
        Directory directory = directories.of(config);
        look(directory);
        long millis = config.interval().toMillis();
        thread = Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("discovery", true));
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(() -> look(directory), millis, millis, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        end();
    }

    /** A start that fails has no shutdown event. */
    @PreDestroy
    synchronized void end() {
        if (thread != null) {
            thread.shutdownNow();
        }
        found.values().forEach(replica -> replica.readPool().close());
        found.clear();
    }

    private synchronized void look(Directory directory) {
        try {
            apply(directory.replicas());
            knew = true;
        } catch (UnknownHostException | SQLException e) {
            failed(null, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            failed(e, e.toString()); // or it would not be repeated
        }
    }

    private void failed(@Nullable Throwable bug, String why) {
        if (knew) {
            log.warnf(bug, "discovery-failed: all stays as it is until somebody can tell again: %s", why);
        }
        knew = false;
    }

    /** The directory has answered. */
    private void apply(Set<Address> answer) {
        Set<String> configured = servers.replicas().stream()
                .filter(replica -> !found.containsValue(replica))
                .map(Server::address)
                .collect(Collectors.toSet());
        answer.removeIf(address -> configured.contains(address.toString()) || configured.contains(address.host()));
        membership = membership.after(answer, MOST_REPLICAS - configured.size());
        for (Iterator<Map.Entry<Address, Server>> all = found.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Address, Server> each = all.next();
            if (!membership.members().contains(each.getKey()) && leaves(each.getValue())) {
                all.remove();
            }
        }
        membership.members().forEach(this::comes);
    }

    private void comes(Address address) {
        Server known = found.get(address);
        if (known == null) {
            AgroalDataSource pool = pools.of(address, servers.primary());
            Server replica = Server.replica(
                    address.server(),
                    new CutOffPool(pool, proof.guard(address.server())),
                    false,
                    Placement.USUAL,
                    ServerStatus.arrived(clock.instant()));
            found.put(address, replica);
            log.infof("replica-found server=%s at=%s", replica, address);
            prober.add(replica);
            came.fire(new ReplicaCame(replica));
            servers.add(replica);
        } else if (known.isLeaving()) {
            known.leave(false);
        }
    }

    /** Drains it; returns whether that is over, and it is gone. */
    private boolean leaves(Server replica) {
        if (!replica.isLeaving()) {
            log.infof("replica-leaves server=%s reads=%d", replica, replica.busy());
            replica.leave(true);
            return false; // A read may just have chosen it.
        }
        if (replica.busy() > 0) {
            return false;
        }
        servers.remove(replica);
        prober.remove(replica);
        proof.forget(replica.name());
        replica.readPool().close();
        gone.fire(new ReplicaGone(replica));
        log.infof("replica-gone server=%s", replica);
        return true;
    }
}
