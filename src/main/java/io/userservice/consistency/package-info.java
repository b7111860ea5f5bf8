/**
 * What a client was promised, from header to header: tokens, levels, and the waits that keep them. Which server is asked is
 * for {@code routing}.
 */
@NullMarked
package io.userservice.consistency;

import org.jspecify.annotations.NullMarked;
