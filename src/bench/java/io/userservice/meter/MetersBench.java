package io.userservice.meter;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.userservice.replication.watch.ReadTimes;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What the meters on the path of each read cost, on two threads: the histogram of its time, which is always there, and the
 * metrics of its pool, which a setting switches on. A read costs the service some 60 µs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
@Threads(2)
@SuppressWarnings("deprecation") // the registry that Quarkus uses
public class MetersBench {

    @Param({"false", "true"})
    public boolean measured;

    private final ReadTimes times = new ReadTimes();
    private AgroalDataSource pool;

    @Setup
    public void make() throws SQLException {
        pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(connections -> connections
                        .maxSize(4)
                        .connectionFactoryConfiguration(factory -> factory.connectionProviderClass(Nowhere.class))));
        if (measured) {
            Timer reads = new Meters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                    .histogram("reads", "As long as those of ServersMetrics", Tags.of("server", "replica-1"), limits());
            times.tell(nanos -> reads.record(nanos, TimeUnit.NANOSECONDS));
            pool.getConfiguration().setMetricsEnabled(true);
        }
    }

    private static Duration[] limits() {
        Duration[] limits = new Duration[11];
        for (int i = 0; i < limits.length; i++) {
            limits[i] = Duration.ofNanos(500_000L << i);
        }
        return limits;
    }

    /** Counted in and out, as {@code RoutedCall} does. */
    @Benchmark
    public void read() {
        times.ended(times.started(), true, true);
    }

    /** A connection is taken and given back. */
    @Benchmark
    public void connection() throws SQLException {
        pool.getConnection().close();
    }

    /** Connections that lead nowhere. */
    public static final class Nowhere implements DataSource {

        @Override
        public Connection getConnection() {
            return (Connection) Proxy.newProxyInstance(
                    Nowhere.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                        Class<?> type = method.getReturnType();
                        return type == boolean.class
                                ? method.getName().equals("getAutoCommit")
                                : type == int.class ? Connection.TRANSACTION_READ_COMMITTED : null;
                    });
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }

        @Override
        public PrintWriter getLogWriter() {
            return new PrintWriter(System.err, true);
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            return type.cast(this);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return type.isInstance(this);
        }
    }

    @Test
    void print() throws RunnerException {
        StringBuilder table = new StringBuilder("%n%-12s %10s %10s%n".formatted("", "measured", "ns"));
        for (RunResult run : new Runner(new OptionsBuilder()
                        .include(MetersBench.class.getName())
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run()) {
            table.append("%-12s %10s %10.0f%n"
                    .formatted(
                            run.getPrimaryResult().getLabel(),
                            run.getParams().getParam("measured"),
                            run.getPrimaryResult().getScore()));
        }
        System.out.println(table);
    }
}
