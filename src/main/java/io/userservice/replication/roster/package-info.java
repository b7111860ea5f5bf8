/** Which replicas there are, and who finds those that come and go. */
@NullMarked
package io.userservice.replication.roster;

import org.jspecify.annotations.NullMarked;
