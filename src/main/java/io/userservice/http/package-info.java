/**
 * What the HTTP layer takes, for every resource: conditions, pages, limits, and what is refused before a resource is asked. It
 * knows no user, and what is said of a failure is for {@code problem}.
 */
@NullMarked
package io.userservice.http;

import org.jspecify.annotations.NullMarked;
