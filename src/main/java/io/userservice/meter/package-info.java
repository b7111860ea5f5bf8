/** How the service's own meters are made: names, units, help, buckets. */
@NullMarked
package io.userservice.meter;

import org.jspecify.annotations.NullMarked;
