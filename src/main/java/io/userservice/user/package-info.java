/**
 * Users, from HTTP to SQL. Of routing it knows the annotations, of consistency the cursor of a page; no server, no header of
 * theirs.
 */
@NullMarked
package io.userservice.user;

import org.jspecify.annotations.NullMarked;
