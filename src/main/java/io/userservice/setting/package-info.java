/**
 * What values settings may have: a wrong one stops the start, with a message that says what to write. It knows no setting.
 *
 * <p>Some settings are only checked and never read, such as {@code user-service.primary.url}: they are in a mapping, and
 * filled in by {@code application.properties} or an interceptor, because mappings are checked before anything starts.
 */
@NullMarked
package io.userservice.setting;

import org.jspecify.annotations.NullMarked;
