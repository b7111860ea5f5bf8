package io.userservice.history;

import io.userservice.history.History.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that write and read users at the same time, each one request after the other. What each wants next follows from
 * the seed; what is there to choose from, also from what the others did.
 */
final class Clients implements AutoCloseable {

    /** Whether a client does what the documentation asks of it. */
    enum Manner {
        SENDS_TOKENS,
        /** Believes in its session, but does not send its token. */
        IGNORES_TOKENS,
        /** Believes that what it sees is as young as it wants, but does not ask for that. */
        IGNORES_AGE
    }

    record User(String id, String email) {}

    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final History history;
    final Manner manner;
    final long seed;
    final List<User> shared = new CopyOnWriteArrayList<>();
    final List<User> all = new CopyOnWriteArrayList<>();
    final AtomicInteger writes = new AtomicInteger();
    private final List<URI> instances = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<Future<?>> running = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean stopped;

    Clients(URI base, History history, Manner manner, long seed) {
        addInstance(base);
        this.history = history;
        this.manner = manner;
        this.seed = seed;
    }

    /** From now on requests go to this instance of the service too, in turn with the others. */
    void addInstance(URI base) {
        instances.add(base.resolve("/users"));
    }

    /** Where the next request goes. */
    URI users() {
        return instances.get(Math.floorMod(requests.getAndIncrement(), instances.size()));
    }

    void start(int count) {
        for (int client = 0; client < count; client++) {
            Client started = new Client(this, client);
            running.add(threads.submit(started::run));
        }
    }

    /** Each client creates a user, and then changes and reads it that often. */
    void startPairs(int count, int pairs) {
        for (int number = 0; number < count; number++) {
            Client client = new Client(this, number);
            running.add(threads.submit(() -> {
                client.post();
                User user = client.newest();
                for (int i = 0; i < pairs; i++) {
                    client.put(user);
                    client.read(user, Client.Level.SESSION, true);
                }
            }));
        }
    }

    /** One client changes a user again and again, which the others, without tokens, want to see as it is or was of late. */
    void startWatching(int watchers) {
        Client writer = new Client(this, watchers);
        writer.post();
        User user = writer.newest();
        running.add(threads.submit(() -> {
            while (!stopped) {
                writer.put(user);
            }
        }));
        for (int number = 0; number < watchers; number++) {
            Client watcher = new Client(this, number);
            running.add(threads.submit(() -> {
                while (!stopped) {
                    watcher.read(user, Client.Level.BOUNDED, false);
                }
            }));
        }
    }

    /** Returns when every client has its last answer. */
    void stop() throws Exception {
        stopped = true;
        for (Future<?> client : running) {
            client.get();
        }
    }

    /** Reads on the primary what has become of every user. */
    void readLast() {
        Client reader = new Client(this, History.NOBODY);
        all.forEach(reader::readLast);
    }

    /** Writes once. Whether that was done; on record like every other write. */
    boolean write(int client) {
        return new Client(this, client).post() == Outcome.DONE;
    }

    boolean areStopped() {
        return stopped;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
