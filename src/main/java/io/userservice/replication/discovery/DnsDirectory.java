package io.userservice.replication.discovery;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.TreeSet;

/** A name that resolves to the addresses of all replicas. Java keeps an answer for 30 s ({@code networkaddress.cache.ttl}). */
final class DnsDirectory implements Directory {

    private final Address name;
    private final Resolver resolver;

    /** Who resolves names: {@link InetAddress#getAllByName}. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] all(String name) throws UnknownHostException;
    }

    /** Of a name, and the port that all of them have. */
    DnsDirectory(Address name, Resolver resolver) {
        this.name = name;
        this.resolver = resolver;
    }

    @Override
    public Set<Address> replicas() throws UnknownHostException {
        Set<Address> found = new TreeSet<>();
        for (InetAddress each : resolver.all(name.host())) {
            String host = each.getHostAddress();
            found.add(new Address(each instanceof Inet6Address ? "[" + host + "]" : host, name.port()));
        }
        return found;
    }
}
