package io.userservice.routing;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The call runs on the primary.
 *
 * <p>Every POST, PUT, PATCH and DELETE resource method carries this by itself; on a GET it opts out of the replicas.
 * Called from a read, it suspends the read's route and the read resumes on its own server afterwards. Called from a
 * read that has opened a transaction it fails with {@link IllegalStateException}, because the write would commit only
 * when the read's transaction ends.
 */
@InterceptorBinding
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface UsePrimary {

    /** Why the primary: what {@code Served-By} and the metrics say. */
    @Nonbinding
    Reason value() default Reason.USE_PRIMARY;
}
