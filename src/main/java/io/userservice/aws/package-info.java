/** What only AWS asks for: logging in with tokens of IAM, and snapshots of a function (SnapStart); nothing else knows AWS. */
@NullMarked
package io.userservice.aws;

import org.jspecify.annotations.NullMarked;
