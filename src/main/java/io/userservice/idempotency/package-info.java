/** A POST with an {@code Idempotency-Key} happens once; what it does is the resource's. */
@NullMarked
package io.userservice.idempotency;

import org.jspecify.annotations.NullMarked;
