package io.userservice.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which scopes the methods of a resource need (RFC 6749 section 3.3), where callers have to show a token: with
 * {@code "teams"} GET and HEAD need {@code teams:read}, every other method {@code teams:write}. Without it the first word of
 * the resource's path is the name, so that a new resource is open to nobody by accident. Methods that need another scope
 * go into a resource class of their own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AccessScope {

    /** Letters, digits, {@code -}, {@code _} and {@code .}; anything else fails the build. */
    String value();
}
