/** What an operator switches while the service runs: writes off for a while, reads away from a replica. */
@NullMarked
package io.userservice.maintenance;

import org.jspecify.annotations.NullMarked;
