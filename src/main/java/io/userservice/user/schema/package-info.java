/** What migrations of the users cannot do in SQL: keys as the service makes them, and indexes that lock no writer out. */
@NullMarked
package io.userservice.user.schema;

import org.jspecify.annotations.NullMarked;
