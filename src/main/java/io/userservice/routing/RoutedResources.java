package io.userservice.routing;

import io.quarkus.runtime.StartupEvent;
import io.userservice.setting.GroupName;
import io.userservice.start.StartOrder;
import jakarta.enterprise.inject.build.compatible.spi.AnnotationBuilder;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.MethodConfig;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.lang.model.AnnotationTarget;
import jakarta.enterprise.lang.model.declarations.DeclarationInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Adds the routes of resource methods while the application is built: GET and HEAD read, the others may write. Fails the
 * build over a replica that there cannot be.
 */
public class RoutedResources implements BuildCompatibleExtension {

    private static final List<Class<? extends Annotation>> DECLARES = List.of(ReadReplica.class, UsePrimary.class);
    private static final List<Class<? extends Annotation>> READS = List.of(GET.class, HEAD.class);
    private static final List<Class<? extends Annotation>> WRITES =
            List.of(POST.class, PUT.class, PATCH.class, DELETE.class);
    private static final List<String> ASYNCHRONOUS = List.of(
            "io.smallrye.mutiny.Uni",
            "io.smallrye.mutiny.Multi",
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.CompletableFuture",
            "org.jboss.resteasy.reactive.RestMulti");

    private final Set<String> named = new TreeSet<>();

    /** Called by the container, once for every class that has a {@code @Path} anywhere. */
    @Enhancement(types = Object.class, withSubtypes = true, withAnnotations = Path.class)
    public void route(ClassConfig resource, Messages messages) {
        if (resource.info().isInterface() || hasAny(resource.info(), DECLARES)) {
            return;
        }
        for (MethodConfig method : resource.methods()) {
            if (hasAny(method.info(), DECLARES)) {
                continue;
            }
            if (hasAny(method.info(), READS)) {
                if (isAsynchronous(method.info())) {
                    messages.error(
                            "A read is routed only while its method runs: return the value itself, or use @UsePrimary",
                            method.info());
                }
                method.addAnnotation(ReadReplica.class);
            } else if (hasAny(method.info(), WRITES)) {
                method.addAnnotation(AnnotationBuilder.of(UsePrimary.class)
                        .value(Reason.WRITE)
                        .build());
            }
        }
    }

    /** Called by the container, once for every class that reads by its own word. */
    @Enhancement(types = Object.class, withSubtypes = true, withAnnotations = ReadReplica.class)
    public void checkNames(ClassConfig bean, Messages messages) {
        Stream.concat(Stream.of(bean.info()), bean.methods().stream().map(MethodConfig::info))
                .filter(target -> target.hasAnnotation(ReadReplica.class))
                .forEach(target -> {
                    String name = target.annotation(ReadReplica.class).value().asString();
                    if (!isPossible(name)) {
                        messages.error(
                                "@ReadReplica(\"" + name
                                        + "\"): there can be no such replica, they are replica-1 to replica-8,"
                                        + " and no such group of them: " + "a group has a name such as reporting",
                                target);
                    } else if (!name.isEmpty()) {
                        named.add(new NamedReads.Read(method(target), name).toString());
                    }
                });
    }

    /** Called by the container when it has seen all classes: what is not there where the application runs is told at its start. */
    @Synthesis
    public void tellOfNames(SyntheticComponents components) {
        components
                .addObserver(StartupEvent.class)
                .declaringClass(NamedReads.class)
                .priority(StartOrder.TELL)
                .withParam(NamedReads.READS, named.toArray(String[]::new))
                .observeWith(NamedReads.class);
    }

    private static String method(DeclarationInfo target) {
        return target.isMethod()
                ? target.asMethod().declaringClass().simpleName() + "."
                        + target.asMethod().name()
                : target.asClass().simpleName();
    }

    /** Whether a read may name that, a replica or a group; whether it is configured is known only where the application runs. */
    static boolean isPossible(String name) {
        return name.isEmpty() || name.matches("replica-[1-8]") || GroupName.isOne(name);
    }

    private static boolean hasAny(AnnotationTarget target, List<Class<? extends Annotation>> annotations) {
        return annotations.stream().anyMatch(target::hasAnnotation);
    }

    private static boolean isAsynchronous(MethodInfo method) {
        return switch (method.returnType().kind()) {
            case CLASS ->
                ASYNCHRONOUS.contains(
                        method.returnType().asClass().declaration().name());
            case PARAMETERIZED_TYPE ->
                ASYNCHRONOUS.contains(
                        method.returnType().asParameterizedType().declaration().name());
            default -> false;
        };
    }
}
