/** Migrates the schema on the primary: at the start, in the background until the primary is there, or in a task of its own. */
@NullMarked
package io.userservice.migration;

import org.jspecify.annotations.NullMarked;
