package io.userservice.replication.discovery;

import io.userservice.replication.Server;

/** An event: nothing is left to do on that replica, and all that was kept for it can go. */
public record ReplicaGone(Server replica) {}
