package io.userservice.replication.discovery;

import io.userservice.replication.Server;

/** An event: a replica has been found and was asked what it is, before the first read goes there. */
public record ReplicaCame(Server replica) {}
