/** A page that shows the servers as they are now: for whoever operates the service, and in dev mode for whoever tries it. */
@NullMarked
package io.userservice.live;

import org.jspecify.annotations.NullMarked;
