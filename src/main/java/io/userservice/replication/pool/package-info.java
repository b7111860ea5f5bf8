/** What makes a pool's connections fit for use. */
@NullMarked
package io.userservice.replication.pool;

import org.jspecify.annotations.NullMarked;
