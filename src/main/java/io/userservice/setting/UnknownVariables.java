package io.userservice.setting;

import io.userservice.start.Refusals;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Warns of environment variables that look like settings of the service and are none: nothing else says so. They do not stop
 * the start, because others set variables too.
 */
@Singleton
class UnknownVariables {

    private static final Logger log = Logger.getLogger(UnknownVariables.class);

    private static final String PREFIX = "USER_SERVICE_";

    /** What Kubernetes sets in each container for a service that has this name ("Accessing the Service", its documentation). */
    private static final Pattern OF_KUBERNETES = Pattern.compile("USER_SERVICE_(SERVICE_(HOST|PORT\\w*)|PORT(_\\w+)?)");

    /** Also where the start is refused: a variable of another name may be why. */
    void warn(@Observes Refusals event, Config config) {
        Set<String> properties = new HashSet<>();
        config.getPropertyNames().forEach(properties::add);
        for (String variable : among(System.getenv().keySet(), properties)) {
            log.warnf(
                    "unknown-variable variable=%s: no setting has it; see configuration.md for those there are",
                    variable);
        }
    }

    /**
     * Those that no setting has. Pure.
     *
     * @param variables the names of all variables
     * @param properties the names of all properties, which those of known variables are among
     */
    static List<String> among(Set<String> variables, Set<String> properties) {
        Set<String> known = properties.stream()
                .filter(property -> property.startsWith("user-service."))
                .map(Variable::of)
                .collect(Collectors.toSet());
        return new TreeSet<>(variables)
                .stream()
                        .filter(variable -> variable.startsWith(PREFIX))
                        .filter(variable -> !known.contains(variable))
                        .filter(variable -> !OF_KUBERNETES.matcher(variable).matches())
                        .toList();
    }
}
