/** Carries over HTTP what a client has seen and how fresh it wants its reads. */
@NullMarked
package io.userservice.consistency;

import org.jspecify.annotations.NullMarked;
