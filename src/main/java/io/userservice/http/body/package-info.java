/** Bodies of requests, for every resource: how large one may be, in which form, and what is said of one that is wrong. */
@NullMarked
package io.userservice.http.body;

import org.jspecify.annotations.NullMarked;
