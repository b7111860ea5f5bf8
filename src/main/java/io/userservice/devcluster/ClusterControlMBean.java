package io.userservice.devcluster;

import java.util.List;
import java.util.Map;

/**
 * How the live page reaches the cluster of dev mode. Live reload replaces the page's classes and leaves the cluster's: what they
 * have in common are the JDK's classes and its MBean server. JMX wants an interface of this name.
 */
public interface ClusterControlMBean {

    /**
     * Each server: {@code name}, {@code port}, {@code condition} in words, and {@code can}, the actions that make sense now, with
     * spaces; {@code doing}, what is being done in the cluster, empty if nothing is.
     */
    List<Map<String, String>> getServers();

    /**
     * Does something to a server, and returns when it is done.
     *
     * @param action a word of {@code can}
     * @throws IllegalArgumentException if there is no such server or action
     * @throws IllegalStateException if it makes no sense now, or did not succeed; the message says why
     */
    void act(String server, String action);
}
