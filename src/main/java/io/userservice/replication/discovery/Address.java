package io.userservice.replication.discovery;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a replica is found. Immutable.
 *
 * @param host a name or an IP address, an IPv6 one in brackets
 * @param port of TCP
 */
record Address(String host, int port) implements Comparable<Address> {

    /** The port that PostgreSQL has unless somebody gives it another. */
    static final int USUAL_PORT = 5432;

    private static final Pattern WRITTEN =
            Pattern.compile("([A-Za-z0-9_](?:[A-Za-z0-9_.-]*)|\\[[0-9A-Fa-f:.]+])(?::([1-9][0-9]{0,4}))?");

    /** Whether that is a host, with or without a port. */
    static boolean isOne(String written) {
        return WRITTEN.matcher(written).matches();
    }

    /** Of a host, with or without a port, or {@link IllegalArgumentException}. */
    static Address of(String hostAndPort) {
        Matcher written = WRITTEN.matcher(hostAndPort);
        if (!written.matches()) {
            throw new IllegalArgumentException("no host, with or without a port: " + hostAndPort);
        }
        String port = written.group(2);
        return new Address(written.group(1), port == null ? USUAL_PORT : Integer.parseInt(port));
    }

    /** As a URL has it. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    /** What the replica is called in headers, metrics and logs. No slot has such a name. */
    String server() {
        return "replica-" + (port == USUAL_PORT && !host.matches("[1-8]") ? host : toString());
    }

    /** That all instances find the same ones, where there are too many. */
    @Override
    public int compareTo(Address other) {
        return toString().compareTo(other.toString());
    }
}
