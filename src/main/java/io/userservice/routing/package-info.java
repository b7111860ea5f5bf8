@NullMarked
package io.userservice.routing;

import org.jspecify.annotations.NullMarked;
