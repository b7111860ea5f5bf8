/**
 * What the HTTP layer takes, for every resource: bodies, conditions, parameters, limits; it knows no user, and what is said
 * of a failure is for {@code problem}.
 */
@NullMarked
package io.userservice.http;

import org.jspecify.annotations.NullMarked;
