package io.userservice.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Clients that each send the next request as soon as the last one is answered. Not even a refusal makes them wait, unless
 * the setting says so: then the processors that they share with the service are not spent on refusals.
 */
final class Load {

    private static final int STACK = 128 * 1024;
    private static final long PAUSE_MILLIS = Long.getLong("bench.pause", 0);

    private final URI url;
    private final long end;
    private final Supplier<byte[]> requests;

    private long[] nanos = new long[1024];
    private int ok;
    private int refused;
    private int withoutRetryAfter;
    private long slowestRefusal;
    private int failed;

    private Load(URI url, long end, Supplier<byte[]> requests) {
        this.url = url;
        this.end = end;
        this.requests = requests;
    }

    /**
     * What they got.
     *
     * @param nanos how long each took that was answered well, in order
     * @param refused how many got 503
     * @param withoutRetryAfter how many of these do not say when to try again
     * @param failed how many got another status of an error, or no answer
     */
    record Result(
            double seconds, long[] nanos, int refused, int withoutRetryAfter, double slowestRefusalMillis, int failed) {

        double perSecond() {
            return nanos.length / seconds;
        }

        int answers() {
            return nanos.length + refused + failed;
        }

        /** Of those that were answered well. */
        double millis(double percentile) {
            return nanos.length == 0 ? Double.NaN : nanos[(int) (percentile / 100 * (nanos.length - 1))] / 1e6;
        }
    }

    /** Runs them for that long. */
    static Result run(String url, int clients, Duration time, Supplier<byte[]> requests) throws InterruptedException {
        long start = System.nanoTime();
        List<Load> loads = IntStream.range(0, clients)
                .mapToObj(i -> new Load(URI.create(url), start + time.toNanos(), requests))
                .toList();
        List<Thread> threads = new ArrayList<>();
        for (Load load : loads) {
            Thread thread = new Thread(null, load::loop, "load", STACK);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long[] all = loads.stream()
                .flatMapToLong(load -> Arrays.stream(load.nanos, 0, load.ok))
                .sorted()
                .toArray();
        return new Result(
                (System.nanoTime() - start) / 1e9,
                all,
                loads.stream().mapToInt(load -> load.refused).sum(),
                loads.stream().mapToInt(load -> load.withoutRetryAfter).sum(),
                loads.stream().mapToLong(load -> load.slowestRefusal).max().orElse(0) / 1e6,
                loads.stream().mapToInt(load -> load.failed).sum());
    }

    private void loop() {
        while (System.nanoTime() < end) {
            try (Client client = new Client(url)) {
                while (System.nanoTime() < end) {
                    byte[] request = requests.get();
                    long start = System.nanoTime();
                    int status = client.send(request);
                    count(status, System.nanoTime() - start, client);
                    if (status == 503 && PAUSE_MILLIS > 0) {
                        Thread.sleep(PAUSE_MILLIS);
                    }
                }
            } catch (IOException e) {
                failed++;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void count(int status, long took, Client client) {
        if (status < 300) {
            if (ok == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * ok);
            }
            nanos[ok++] = took;
        } else if (status == 503) {
            refused++;
            slowestRefusal = Math.max(slowestRefusal, took);
            if (client.header("retry-after").isEmpty()) {
                withoutRetryAfter++;
            }
        } else {
            failed++;
        }
    }
}
