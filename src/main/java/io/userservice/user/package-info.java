@NullMarked
package io.userservice.user;

import org.jspecify.annotations.NullMarked;
