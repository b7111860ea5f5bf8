/** What operators are shown of routes: metrics. */
@NullMarked
package io.userservice.routing.report;

import org.jspecify.annotations.NullMarked;
