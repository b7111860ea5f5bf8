package io.userservice.deploy.database;

/**
 * What an engine tells CloudWatch of a server beside what both tell, and what is too much.
 *
 * @param lag the metric of how far a replica is behind
 * @param lagLimit in the unit of that metric
 * @param space the metric of the bytes that are left for data or, where data is elsewhere, for what a server sorts
 * @param spaceLimit bytes
 * @param volumes whether each server has a volume of its own, whose class of instance bounds how much may be read and written
 */
record Measures(String lag, int lagLimit, String space, long spaceLimit, boolean volumes) {}
