/**
 * What settings mean for Quarkus' ten datasources, two of the primary and eight of replicas, and which settings are
 * refused; what the servers behind them are is for {@code replication}.
 */
@NullMarked
package io.userservice.datasource;

import org.jspecify.annotations.NullMarked;
