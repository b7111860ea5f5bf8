/**
 * A routed call while it runs, from its interceptor to its connection: what it carries, what it may do, and what a failure
 * means for it. Which server it uses is decided in {@code routing}.
 */
@NullMarked
package io.userservice.call;

import org.jspecify.annotations.NullMarked;
