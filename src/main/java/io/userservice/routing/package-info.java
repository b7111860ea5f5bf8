/** Which server answers a call, and why: facts in, a route out; the call itself runs in {@code call}. */
@NullMarked
package io.userservice.routing;

import org.jspecify.annotations.NullMarked;
