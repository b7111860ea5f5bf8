/** The id of a request, in its log lines and problems. */
@NullMarked
package io.userservice.trace;

import org.jspecify.annotations.NullMarked;
