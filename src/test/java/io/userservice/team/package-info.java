/** A second feature, which only tests have: teams use all that routing, calls and bodies offer, and know no more of it than users do. */
@NullMarked
package io.userservice.team;

import org.jspecify.annotations.NullMarked;
