/** What a trace shows of a route. */
@NullMarked
package io.userservice.routing.span;

import org.jspecify.annotations.NullMarked;
