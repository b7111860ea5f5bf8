/** How a start goes: in which order, and that every setting is judged before anything is asked of a server. */
@NullMarked
package io.userservice.start;

import org.jspecify.annotations.NullMarked;
