package io.userservice.devcluster;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Lets servers stop, crash, hang, fall behind, take over and come back. Thread-safe; one action at a time. */
public final class ClusterControl implements ClusterControlMBean {

    /** More than user-service.replication.max-lag, so that it shows. */
    private static final Duration DELAY = Duration.ofSeconds(15);

    /** As long as a standby may take to follow another primary before it is copied anew. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DevCluster cluster;
    private final Set<PostgresServer> frozen = ConcurrentHashMap.newKeySet();
    private final Set<PostgresServer> paused = ConcurrentHashMap.newKeySet();
    private final Set<PostgresServer> delayed = ConcurrentHashMap.newKeySet();
    private volatile PostgresServer primary;
    private volatile String doing = "";

    /** @param cluster whose first server is the primary */
    public ClusterControl(DevCluster cluster) {
        this.cluster = cluster;
        this.primary = cluster.primary();
    }

    /** Makes it known to this JVM as {@code io.userservice:type=ClusterControl}. */
    public void register() {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            ObjectName name = new ObjectName("io.userservice:type=ClusterControl");
            if (beans.isRegistered(name)) {
                beans.unregisterMBean(name);
            }
            beans.registerMBean(this, name);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<Map<String, String>> getServers() {
        return cluster.servers().stream().map(this::describe).toList();
    }

    @Override
    public void act(String name, String word) {
        act(cluster.server(name), Action.of(word));
    }

    synchronized void act(PostgresServer server, Action action) {
        Condition condition = condition(server);
        if (!action.isPossible(condition)) {
            throw new IllegalStateException(server.name() + " is " + condition + ": no " + action + " now");
        }
        doing = action + " " + server.name();
        try {
            perform(server, action);
        } finally {
            doing = "";
        }
    }

    /** Writes go there, or would if it ran. */
    PostgresServer primary() {
        return primary;
    }

    private void perform(PostgresServer server, Action action) {
        switch (action) {
            case START -> start(server);
            case STOP -> {
                new ServerProcess(server).stop();
                paused.remove(server);
            }
            case KILL -> kill(server);
            case FREEZE -> {
                frozen.add(server);
                new ServerProcess(server).freeze();
            }
            case THAW -> {
                new ServerProcess(server).thaw();
                frozen.remove(server);
                join(server);
            }
            case PAUSE_REPLAY -> {
                new Standby(server).pauseReplay();
                paused.add(server);
            }
            case RESUME_REPLAY -> {
                new Standby(server).resumeReplay();
                paused.remove(server);
                join(server);
            }
            case DELAY_REPLAY -> {
                new Standby(server).delayReplay(DELAY);
                delayed.add(server);
            }
            case END_DELAY -> {
                new Standby(server).delayReplay(Duration.ZERO);
                delayed.remove(server);
                join(server);
            }
            case PROMOTE -> promote(server);
        }
    }

    private void kill(PostgresServer server) {
        new ServerProcess(server).kill();
        frozen.remove(server);
        paused.remove(server);
    }

    private void start(PostgresServer server) {
        if (server != primary && !new Standby(server).isOne()) {
            if (!condition(primary).answers()) {
                throw new IllegalStateException(primary.name() + " is the primary now, and " + server.name()
                        + " has to be a copy of it: start that first");
            }
            copyPrimaryTo(server);
        }
        server.start();
        join(server);
    }

    /** Of two primaries one has to go: the one before is stopped in order, or killed where it could not be. */
    private void promote(PostgresServer server) {
        PostgresServer before = primary;
        Condition condition = condition(before);
        boolean comesBack = condition.answers();
        if (Action.STOP.isPossible(condition)) {
            new ServerProcess(before).stop();
        } else if (condition.running()) {
            kill(before);
        }
        Standby standby = new Standby(server);
        standby.promote();
        primary = server;
        paused.remove(server);
        if (delayed.remove(server)) {
            standby.delayReplay(Duration.ZERO);
        }
        cluster.servers().forEach(this::join);
        if (comesBack) {
            start(before);
        }
    }

    /** Lets a running standby follow the primary of now. One whose data is from elsewhere gets that of the primary. */
    private void join(PostgresServer server) {
        if (server == primary
                || !condition(server).answers()
                || !condition(primary).answers()) {
            return;
        }
        Standby standby = new Standby(server);
        standby.useNoSlot();
        standby.follow(primary);
        // One that waits to replay follows later: then this is called again.
        if (condition(server).replays() && !Deadline.isReached(PATIENCE, () -> standby.hasAllOf(primary))) {
            kill(server);
            copyPrimaryTo(server);
            server.start();
        }
    }

    private void copyPrimaryTo(PostgresServer server) {
        delayed.remove(server);
        new BaseBackup(primary).restoreTo(server);
    }

    private Condition condition(PostgresServer server) {
        return new Condition(
                server.postmaster().isPresent(),
                frozen.contains(server),
                server == primary,
                paused.contains(server),
                delayed.contains(server),
                frozen.stream().anyMatch(other -> other != server));
    }

    private Map<String, String> describe(PostgresServer server) {
        Condition condition = condition(server);
        return Map.of(
                "name", server.name(),
                "port", String.valueOf(server.port()),
                "condition", condition.toString(),
                "can", Action.possible(condition),
                "doing", doing);
    }
}
