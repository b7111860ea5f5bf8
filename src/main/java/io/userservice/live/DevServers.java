package io.userservice.live;

import io.quarkus.arc.profile.UnlessBuildProfile;
import io.userservice.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/**
 * The PostgreSQL servers that dev mode has started, if it has, and what can be done to them. They are known by an MBean: live
 * reload replaces this class, and not what it talks to. Not in production. Thread-safe.
 */
@UnlessBuildProfile("prod")
@ApplicationScoped
class DevServers {

    private static final String CONTROL = "io.userservice:type=ClusterControl";
    private static final String[] TWO_STRINGS = {String.class.getName(), String.class.getName()};

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    /** Each with {@code name}, {@code port}, {@code condition}, {@code can} and {@code doing}; empty if there are none. */
    @SuppressWarnings("unchecked")
    List<Map<String, String>> all() {
        try {
            ObjectName control = new ObjectName(CONTROL);
            return beans.isRegistered(control)
                    ? (List<Map<String, String>>) beans.getAttribute(control, "Servers")
                    : List.of();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Does something to one of them, and returns when it is done.
     *
     * @throws Problem 404 if there is no such server or action, 409 if it makes no sense now or did not succeed
     */
    void act(String server, String action) {
        try {
            beans.invoke(new ObjectName(CONTROL), "act", new Object[] {server, action}, TWO_STRINGS);
        } catch (RuntimeMBeanException e) {
            RuntimeException why = e.getTargetException();
            Status status = why instanceof IllegalArgumentException ? Status.NOT_FOUND : Status.CONFLICT;
            throw Problem.of(status, String.valueOf(why.getMessage()));
        } catch (JMException e) {
            throw Problem.of(Status.NOT_FOUND, "Dev mode has started no PostgreSQL: it uses a database of your own");
        }
    }
}
