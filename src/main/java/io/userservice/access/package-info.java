/** Who may do what: bearer tokens (RFC 6750) that are JWTs (RFC 7519), and the scopes in them. */
@NullMarked
package io.userservice.access;

import org.jspecify.annotations.NullMarked;
