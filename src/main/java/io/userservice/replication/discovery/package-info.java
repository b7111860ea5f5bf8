/** Replicas that come and go while the service runs: who knows of them, and what becomes of those that do. */
@NullMarked
package io.userservice.replication.discovery;

import org.jspecify.annotations.NullMarked;
