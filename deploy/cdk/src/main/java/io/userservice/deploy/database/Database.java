package io.userservice.deploy.database;

import io.userservice.deploy.choice.Choices;
import io.userservice.deploy.watch.Suppressions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SecurityGroupImportOptions;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.rds.CaCertificate;
import software.amazon.awscdk.services.rds.CfnDBProxyTargetGroup;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * PostgreSQL as one of two engines: a primary, its replicas, and who may open a connection. Servers have names, because their
 * logs are named after them; one that would have to be replaced is therefore refused, and not emptied.
 */
public abstract class Database extends Construct {

    /** Reads and writes rows; its password is in {@link Passwords#ofService()}. */
    public static final String USER = "userservice";
    /** Reads rows; its password is a token of IAM. */
    public static final String READER = "userservice_reader";

    public static final int PORT = 5432;

    static final String NAME = "userservice";
    /** Owns the schema; only migrations use it. */
    static final String OWNER = "userservice_owner";

    static final String LOG = "postgresql";
    static final Duration MONITORING = Duration.seconds(60);
    /** Its root is in the bundle that {@link JdbcUrl#direct} names. */
    static final CaCertificate CERTIFICATE = CaCertificate.RDS_CA_RSA2048_G1;

    /** Milliseconds. Twice what the service allows itself; for what people leave open in a console. */
    static final String IDLE_IN_TRANSACTION = "60000";

    private final Choices choices;
    private final Vpc vpc;
    private final Key key;
    private final Passwords passwords;
    private final SecurityGroup servers;
    private final SecurityGroup clients;

    public static Database of(Construct scope, String id, Choices choices, Vpc vpc, Key key) {
        return switch (choices.engine()) {
            case RDS -> new RdsDatabase(scope, id, choices, vpc, key);
            case AURORA -> new AuroraDatabase(scope, id, choices, vpc, key);
        };
    }

    Database(Construct scope, String id, Choices choices, Vpc vpc, Key key) {
        super(scope, id);
        this.choices = choices;
        this.vpc = vpc;
        this.key = key;
        this.servers = group("Servers", "PostgreSQL");
        this.clients = group("Clients", "May open connections to PostgreSQL");
        servers.addIngressRule(clients, Port.tcp(PORT), "PostgreSQL from its clients");
        clients.addEgressRule(servers, Port.tcp(PORT), "PostgreSQL");
        this.passwords = new Passwords(this, key);
    }

    private SecurityGroup group(String id, String description) {
        return SecurityGroup.Builder.create(this, id)
                .vpc(vpc)
                .description(description)
                .allowAllOutbound(false)
                .build();
    }

    /** Accepts what both engines have: the port, and the role with which RDS tells how its hosts are. */
    void acceptDefaults(IConstruct servers) {
        Suppressions.accept(
                servers,
                "AwsSolutions-RDS11",
                "The port is reachable from the clients' security group only; another number would hide nothing.");
        Suppressions.accept(
                servers,
                "AwsSolutions-IAM4",
                "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
                "The policy that AWS keeps for this one purpose, which is to write to the log group RDSOSMetrics.");
        if (!choices.stage().kept()) {
            Suppressions.accept(servers, "AwsSolutions-RDS10", "stage=test is there to be deleted.");
        }
    }

    /** The host of whichever server accepts writes now. */
    public abstract String primaryHost();

    /** The host of each replica, one server each, in the order of the service's slots. */
    public abstract List<String> replicaHosts();

    /** The service's settings by which it finds replicas that have no variable; none where there are none. */
    public Map<String, String> discovery() {
        return Map.of();
    }

    /** Whether RDS Proxy offers an endpoint for reading in front of this engine: for Aurora only. */
    public abstract boolean readsThroughProxy();

    public abstract void addTo(CfnDBProxyTargetGroup.Builder proxy);

    /** Has the owner's password. */
    public abstract ISecret ownerSecret();

    /** Allows a function to log in to the replicas that it speaks to past the proxy, as {@link #READER}. */
    public abstract void grantRead(IGrantable grantee);

    public Passwords passwords() {
        return passwords;
    }

    /**
     * Whoever has it may open connections to PostgreSQL. It can be given to things in another stack, but what those allow to
     * reach them goes into groups of their own.
     */
    public ISecurityGroup clientsIn(Stack stack) {
        return SecurityGroup.fromSecurityGroupId(
                stack,
                "DatabaseClients",
                clients.getSecurityGroupId(),
                SecurityGroupImportOptions.builder().mutable(false).build());
    }

    abstract Measures measures();

    abstract OwnerRotation rotation();

    /** The identifier of what is the primary until a failover, by the name that alarms have. */
    abstract Map<String, String> primary();

    /** The identifier of each replica, in the order of {@link #replicaHosts}, by the name that alarms have. */
    abstract Map<String, String> replicas();

    Map<String, String> servers() {
        Map<String, String> all = new LinkedHashMap<>(primary());
        all.putAll(replicas());
        return all;
    }

    Choices choices() {
        return choices;
    }

    /** The name of a server, or of the cluster. */
    String identifier(String server) {
        return choices.stage().resource() + "-" + server;
    }

    Vpc vpc() {
        return vpc;
    }

    Key key() {
        return key;
    }

    List<SecurityGroup> serverGroups() {
        return List.of(servers);
    }
}
