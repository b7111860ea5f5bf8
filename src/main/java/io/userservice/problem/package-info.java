/** What a client is told when a request fails: problem details, RFC 9457; when a request fails is for the others. */
@NullMarked
package io.userservice.problem;

import org.jspecify.annotations.NullMarked;
