/** The id of a request, in its log lines and problems, and what its trace tells of servers and routes. */
@NullMarked
package io.userservice.trace;

import org.jspecify.annotations.NullMarked;
