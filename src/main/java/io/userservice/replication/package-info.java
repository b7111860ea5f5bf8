@NullMarked
package io.userservice.replication;

import org.jspecify.annotations.NullMarked;
