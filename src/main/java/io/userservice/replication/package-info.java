/** What each server is: its role, state, position and lag, and how that is found out; no call and no client. */
@NullMarked
package io.userservice.replication;

import org.jspecify.annotations.NullMarked;
