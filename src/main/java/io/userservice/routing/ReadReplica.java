package io.userservice.routing;

import io.userservice.call.WriteRefusedException;
import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The call reads, and a replica may answer it.
 *
 * <p>Every GET and HEAD resource method carries this by itself, unless it or its class says otherwise; put it on any
 * other bean method by hand. The whole call reads from one server. Inside a transaction on the primary the call stays
 * on the primary and sees what the transaction has written.
 *
 * <p>A write inside the call fails with {@link WriteRefusedException} before any SQL is sent. The method must be
 * blocking: what runs after it has returned (a {@code Uni}, a {@code CompletionStage}) is not routed.
 */
@InterceptorBinding
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ReadReplica {

    /**
     * The one replica to read from, by the name of its datasource ({@code replica-1} … {@code replica-8}), or a group of
     * replicas, such as {@code reporting}, to which {@code user-service.replicas."replica-3".group} assigns them. Empty, the
     * default, lets {@code user-service.routing.selection} choose among those that are in no group.
     *
     * <p>A replica that is not configured fails the call with {@link IllegalArgumentException}, and the start warns of it. A
     * group without replicas is the primary, and the start says so. A read of a group whose replicas cannot answer gets 503: it
     * never goes to the primary by itself.
     */
    @Nonbinding
    String value() default "";
}
