package io.userservice.deploy.choice;

import software.amazon.awscdk.services.ec2.InstanceClass;
import software.amazon.awscdk.services.ec2.InstanceSize;
import software.amazon.awscdk.services.ec2.InstanceType;

/** How much of everything there is. All that runs PostgreSQL is Graviton; deploy/README.md has the table of what that comes to. */
public enum Size {
    /** To try it, or for few users: one of each, in two zones, with a single way out. */
    SMALL(
            new Zones(2, 1),
            new Servers(InstanceClass.T4G, InstanceSize.MEDIUM, 4, false, 1, 20),
            new Tasks(1, 3, 512, 2048),
            25),
    /** Whatever fails in one zone, the others go on. */
    STANDARD(
            new Zones(3, 3),
            new Servers(InstanceClass.R7G, InstanceSize.LARGE, 16, true, 2, 100),
            new Tasks(3, 12, 1024, 2048),
            100),
    /** The same with larger servers and more of everything. */
    LARGE(
            new Zones(3, 3),
            new Servers(InstanceClass.R7G, InstanceSize.XLARGE2, 64, true, 3, 400),
            new Tasks(6, 24, 2048, 4096),
            300);

    private final Zones zones;
    private final Servers servers;
    private final Tasks tasks;
    private final int executions;

    Size(Zones zones, Servers servers, Tasks tasks, int executions) {
        this.zones = zones;
        this.servers = servers;
        this.tasks = tasks;
        this.executions = executions;
    }

    /**
     * @param count at least two: a load balancer and a database's subnets want as many
     * @param gateways for NAT; with fewer than zones, the others lose their way out when that zone fails
     */
    public record Zones(int count, int gateways) {}

    /**
     * Each server of the database.
     *
     * @param memory GiB, as AWS says of the class
     * @param standby whether the primary of RDS has a standby in another zone
     * @param replicas how many there are unless another number is chosen
     * @param storage GiB that each server of RDS has at first; it grows by itself to ten times as much
     */
    public record Servers(
            InstanceClass family, InstanceSize size, int memory, boolean standby, int replicas, int storage) {

        public InstanceType type() {
            return InstanceType.of(family, size);
        }

        /** GiB. */
        public int maxStorage() {
            return 10 * storage;
        }

        /** As the parameter groups of RDS and Aurora compute it, but for the memory that RDS keeps for itself. */
        public int maxConnections() {
            return (int) Math.min(5000, memory * (1L << 30) / 9_531_392);
        }
    }

    /**
     * Tasks on ECS.
     *
     * @param cpu in parts of a processor that has 1024
     * @param memory MiB
     */
    public record Tasks(int min, int max, int cpu, int memory) {}

    public Zones zones() {
        return zones;
    }

    public Servers servers() {
        return servers;
    }

    public Tasks tasks() {
        return tasks;
    }

    /** How many requests functions work on at once, unless the deployer says another number. */
    public int executions() {
        return executions;
    }
}
