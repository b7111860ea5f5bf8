package io.userservice.access;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the names of the scopes of all resources while the application is built, which costs no reflection later. */
public class ResourceScopes implements BuildCompatibleExtension {

    private static final String RESOURCES = "resources";
    private static final String NAMES = "names";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern FIRST_WORD_OF_PATH = Pattern.compile("/?([A-Za-z0-9_-]+).*");

    private final Map<String, String> found = new TreeMap<>();

    /**
     * The names by the class of the resource. Immutable.
     *
     * @param byResource with the class's full name
     */
    record Names(Map<String, String> byResource) {

        /**
         * The scope that a request needs.
         *
         * @throws IllegalStateException if nothing says which, for a resource that only another one leads to
         */
        String needed(Class<?> resource, String method) {
            String name = byResource.get(resource.getName());
            if (name == null) {
                throw new IllegalStateException("Nothing says which scopes " + resource.getName()
                        + " needs: annotate it with @AccessScope(\"…\")");
            }
            return name + (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) ? ":read" : ":write");
        }
    }

    /** Called by the container, once for every class that has one of these anywhere. */
    @Enhancement(
            types = Object.class,
            withSubtypes = true,
            withAnnotations = {Path.class, AccessScope.class})
    public void find(ClassConfig resource, Messages messages) {
        ClassInfo info = resource.info();
        if (info.hasAnnotation(AccessScope.class)) {
            String name = info.annotation(AccessScope.class).value().asString();
            if (!NAME.matcher(name).matches()) {
                messages.error(
                        "@AccessScope(\"" + name + "\") is no name of a scope, write for example \"teams\"", info);
            }
            found.put(info.name(), name);
        } else if (info.hasAnnotation(Path.class)) {
            ofPath(info.annotation(Path.class).value().asString())
                    .ifPresentOrElse(
                            name -> found.put(info.name(), name),
                            () -> messages.error(
                                    "The path begins with no word that scopes could be named by: annotate the resource"
                                            + " with @AccessScope(\"…\")",
                                    info));
        }
    }

    /** The name for a resource of that path that gives none: the first word. */
    static Optional<String> ofPath(String path) {
        Matcher word = FIRST_WORD_OF_PATH.matcher(path);
        return word.matches() ? Optional.of(word.group(1)) : Optional.empty();
    }

    /** Called by the container when all have been found. */
    @Synthesis
    public void make(SyntheticComponents components) {
        components
                .addBean(Names.class)
                .type(Names.class)
                .scope(Singleton.class)
                .withParam(RESOURCES, found.keySet().toArray(String[]::new))
                .withParam(NAMES, found.values().toArray(String[]::new))
                .createWith(Creator.class);
    }

    /** Makes the bean where the application runs. */
    public static final class Creator implements SyntheticBeanCreator<Names> {
        @Override
        public Names create(Instance<Object> lookup, Parameters parameters) {
            String[] resources = parameters.get(RESOURCES, String[].class);
            String[] names = parameters.get(NAMES, String[].class);
            Map<String, String> byResource = new TreeMap<>();
            for (int i = 0; i < resources.length; i++) {
                byResource.put(resources[i], names[i]);
            }
            return new Names(Map.copyOf(byResource));
        }
    }
}
