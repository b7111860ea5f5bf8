/** What operators are shown of the servers: readiness and metrics. */
@NullMarked
package io.userservice.replication.report;

import org.jspecify.annotations.NullMarked;
