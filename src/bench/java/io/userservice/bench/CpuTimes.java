package io.userservice.bench;

import io.userservice.RunningPackage;
import io.userservice.devcluster.DevCluster;
import io.userservice.devcluster.PostgresServer;
import io.userservice.devcluster.Superuser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much CPU the service and PostgreSQL have used so far. Unlike requests a second, that does not depend much on who else
 * uses the machine.
 */
final class CpuTimes {

    private final ProcessHandle service;
    private final List<ProcessHandle> postmasters;

    CpuTimes(RunningPackage service, DevCluster cluster) {
        this.service = service.handle();
        this.postmasters = cluster.servers().stream().map(CpuTimes::postmaster).toList();
    }

    /** Of each process, by its id. */
    record Snapshot(Map<Long, Duration> service, Map<Long, Duration> postgres) {

        /** Microseconds a request. */
        double serviceMicrosSince(Snapshot before, int requests) {
            return micros(before.service, service) / requests;
        }

        /** Microseconds a request; the servers' processes last as long as the service's connections. */
        double postgresMicrosSince(Snapshot before, int requests) {
            return micros(before.postgres, postgres) / requests;
        }

        private static double micros(Map<Long, Duration> before, Map<Long, Duration> after) {
            return after.entrySet().stream()
                    .mapToDouble(process -> process.getValue()
                                    .minus(before.getOrDefault(process.getKey(), Duration.ZERO))
                                    .toNanos()
                            / 1e3)
                    .sum();
        }
    }

    Snapshot now() {
        return new Snapshot(
                times(Stream.of(service)),
                times(postmasters.stream()
                        .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))));
    }

    private static Map<Long, Duration> times(Stream<ProcessHandle> processes) {
        return processes.collect(Collectors.toMap(
                ProcessHandle::pid, process -> process.info().totalCpuDuration().orElse(Duration.ZERO)));
    }

    private static ProcessHandle postmaster(PostgresServer server) {
        long pid =
                Long.parseLong(Superuser.ask(server, "select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)"));
        return ProcessHandle.of(pid).orElseThrow();
    }
}
