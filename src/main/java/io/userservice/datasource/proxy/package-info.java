/** What a proxy or a pooler in front of a server needs, where somebody says that there is one and where nobody does. */
@NullMarked
package io.userservice.datasource.proxy;

import org.jspecify.annotations.NullMarked;
