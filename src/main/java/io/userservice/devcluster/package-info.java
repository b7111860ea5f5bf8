/**
 * A real PostgreSQL primary and its streaming standbys, as processes of this machine, for dev mode and tests. It is not
 * part of the production package: nothing outside may import it, and it imports nothing else of ours.
 */
@NullMarked
package io.userservice.devcluster;

import org.jspecify.annotations.NullMarked;
