/** Who waits for a replica to replay, and the one question that is asked for all of them. */
@NullMarked
package io.userservice.replication.watch;

import org.jspecify.annotations.NullMarked;
