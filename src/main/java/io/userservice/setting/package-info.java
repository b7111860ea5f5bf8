/** What values settings may have: a wrong one stops the start and is told what to write instead. */
@NullMarked
package io.userservice.setting;

import org.jspecify.annotations.NullMarked;
