/** Parameters of requests, for every resource: which there are, what is said of one that is wrong, and how values are written. */
@NullMarked
package io.userservice.http.parameter;

import org.jspecify.annotations.NullMarked;
