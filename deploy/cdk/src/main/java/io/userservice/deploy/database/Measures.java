package io.userservice.deploy.database;

/**
 * What an engine tells CloudWatch of a replica, and what is too much.
 *
 * @param lag the metric of how far it is behind
 * @param lagLimit in the unit of that metric
 */
record Measures(String lag, int lagLimit) {}
