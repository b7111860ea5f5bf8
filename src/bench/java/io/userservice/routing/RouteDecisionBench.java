package io.userservice.routing;

import io.userservice.consistency.ReadConsistency;
import io.userservice.replication.Lag;
import io.userservice.replication.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What the pure route decision costs: at most 200 ns and no memory beyond the call is what it should. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class RouteDecisionBench {

    private static final WalPosition WRITTEN = new WalPosition(1, 100);
    private static final ReadConsistency TOKEN =
            new ReadConsistency(ReadConsistency.Level.SESSION, new WalPosition(1, 90), Duration.ZERO);

    /** Of all replicas that are configured, all of which may answer. */
    @Param({"2", "8"})
    public int replicas;

    private List<Candidate> candidates = List.of();

    @Setup
    public void make() {
        candidates = IntStream.rangeClosed(1, replicas)
                .mapToObj(i ->
                        new Candidate("replica-" + i, true, false, Lag.NONE, Duration.ZERO, WRITTEN, 1, 0, 0, 1, true))
                .toList();
    }

    @Benchmark
    public RouteDecision withoutToken() {
        return RouteDecision.of(ReadConsistency.DEFAULT, WRITTEN, candidates, Attempts.NONE);
    }

    @Benchmark
    public RouteDecision withToken() {
        return RouteDecision.of(TOKEN, WRITTEN, candidates, Attempts.NONE);
    }

    @Test
    void print() throws RunnerException {
        StringBuilder table = new StringBuilder(
                "%n%-20s %10s %10s %14s%n".formatted("route decision", "replicas", "ns", "bytes of heap"));
        for (RunResult run : new Runner(new OptionsBuilder()
                        .include(RouteDecisionBench.class.getName())
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run()) {
            Result<?> time = run.getPrimaryResult();
            table.append("%-20s %10s %10.0f %14.0f%n"
                    .formatted(
                            time.getLabel(),
                            run.getParams().getParam("replicas"),
                            time.getScore(),
                            run.getSecondaryResults().get("gc.alloc.rate.norm").getScore()));
        }
        System.out.println(table);
    }
}
