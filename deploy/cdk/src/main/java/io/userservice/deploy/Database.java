package io.userservice.deploy;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Names;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SecurityGroupImportOptions;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.rds.CaCertificate;
import software.amazon.awscdk.services.rds.CfnDBProxyTargetGroup;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.CredentialsBaseOptions;
import software.amazon.awscdk.services.rds.RotationSingleUserOptions;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretRotation;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;
import software.constructs.IConstruct;

/** PostgreSQL as one of two engines: a primary, its replicas, their users, and who may open a connection. */
abstract class Database extends Construct {

    static final String NAME = "userservice";
    /** Owns the schema; only migrations use it. */
    static final String OWNER = "userservice_owner";
    /** Reads and writes rows; its password is in {@link #serviceSecret()}. */
    static final String USER = "userservice";
    /** Reads rows; its password is a token of IAM. */
    static final String READER = "userservice_reader";

    static final int PORT = 5432;
    static final String LOG = "postgresql";
    static final Duration BACKUPS = Duration.days(14);
    static final Duration MONITORING = Duration.seconds(60);
    /** Its root is in the bundle that {@link #directUrl} names. */
    static final CaCertificate CERTIFICATE = CaCertificate.RDS_CA_RSA2048_G1;

    /** Milliseconds. Twice what the service allows itself; for what people leave open in a console. */
    static final String IDLE_IN_TRANSACTION = "60000";
    /** Where there is a way to Secrets Manager: where the database itself is there is none. */
    static final RotationSingleUserOptions ROTATION =
            RotationSingleUserOptions.builder().vpcSubnets(SharedStack.PRIVATE).build();

    private final Key key;
    private final SecurityGroup servers;
    private final SecurityGroup clients;
    private final Secret serviceSecret;
    private IMetric rotationErrors;

    static Database of(Construct scope, String id, Choices choices, Vpc vpc, Key key) {
        return switch (choices.engine()) {
            case RDS -> new RdsDatabase(scope, id, vpc, key, choices.replicas());
            case AURORA -> new AuroraDatabase(scope, id, vpc, key, choices);
        };
    }

    Database(Construct scope, String id, Vpc vpc, Key key) {
        super(scope, id);
        this.key = key;
        this.servers = group("Servers", "PostgreSQL", vpc);
        this.clients = group("Clients", "May open connections to PostgreSQL", vpc);
        servers.addIngressRule(clients, Port.tcp(PORT), "PostgreSQL from its clients");
        clients.addEgressRule(servers, Port.tcp(PORT), "PostgreSQL");
        this.serviceSecret = Secret.Builder.create(this, "ServiceSecret")
                .description("The user " + USER + " of PostgreSQL, with which the service and the proxy log in")
                .encryptionKey(key)
                .generateSecretString(SecretStringGenerator.builder()
                        .secretStringTemplate("{\"username\":\"" + USER + "\"}")
                        .generateStringKey("password")
                        // Migrations put it between quotes in SQL.
                        .excludePunctuation(true)
                        .passwordLength(40)
                        .build())
                .build();
        Suppressions.accept(
                serviceSecret,
                "AwsSolutions-SMG4",
                "Running tasks hold the password that they started with, so a rotation on a schedule would lock them out."
                        + " It is changed by a new value, a run of the migration task, and a new deployment.");
    }

    private SecurityGroup group(String id, String description, Vpc vpc) {
        return SecurityGroup.Builder.create(this, id)
                .vpc(vpc)
                .description(description)
                .allowAllOutbound(false)
                .build();
    }

    /** Accepts what both engines have: the port, and the role with which RDS tells how its hosts are. */
    static void acceptDefaults(IConstruct servers) {
        Suppressions.accept(
                servers,
                "AwsSolutions-RDS11",
                "The port is reachable from the clients' security group only; another number would hide nothing.");
        Suppressions.accept(
                servers,
                "AwsSolutions-IAM4",
                "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
                "The policy that AWS keeps for this one purpose, which is to write to the log group RDSOSMetrics.");
    }

    /** To be called with what changes the owner's password, which fails in silence. */
    void alarmOn(SecretRotation rotation) {
        rotationErrors = Metric.Builder.create()
                .namespace("AWS/Lambda")
                .metricName("Errors")
                // It is an application of its own, which gives its function this name.
                .dimensionsMap(Map.of("FunctionName", Names.uniqueId(rotation)))
                .period(SharedStack.alarmPeriod())
                .statistic("Sum")
                .build();
    }

    /** How often the owner's password could not be changed. */
    IMetric rotationErrors() {
        return rotationErrors;
    }

    /** The host of whichever server accepts writes now. */
    abstract String primaryHost();

    /** The host of each replica, one server each, in the order of the service's slots. */
    abstract List<String> replicaHosts();

    /** The service's settings by which it finds replicas that have no variable; none where there are none. */
    Map<String, String> discovery() {
        return Map.of();
    }

    /** How far each replica is behind, as the engine measures it; an alarm is due beyond {@link #lagLimit()}. */
    abstract Map<String, IMetric> lags();

    abstract int lagLimit();

    /** Whether RDS Proxy offers an endpoint for reading in front of this engine: for Aurora only. */
    abstract boolean readsThroughProxy();

    abstract void addTo(CfnDBProxyTargetGroup.Builder proxy);

    /** Has the owner's password. */
    abstract ISecret ownerSecret();

    /** Allows a function to log in to the replicas that it speaks to past the proxy, as {@link #READER}. */
    abstract void grantRead(IGrantable grantee);

    /** The URL of a server that is spoken to directly: its certificate comes from RDS' own authority, as does its name. */
    static String directUrl(String host) {
        return url(host) + "&sslrootcert=/opt/rds/global-bundle.pem";
    }

    /** The URL of a proxy, whose certificate comes from Amazon's public authority, which Java trusts. */
    static String proxyUrl(String host) {
        return url(host) + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory";
    }

    private static String url(String host) {
        return "jdbc:postgresql://%s:%d/%s?sslmode=verify-full".formatted(host, PORT, NAME);
    }

    Credentials ownerCredentials() {
        return Credentials.fromGeneratedSecret(
                OWNER, CredentialsBaseOptions.builder().encryptionKey(key).build());
    }

    /** The secret for another stack's use: that stack's roles are allowed to read it, and this stack does not change. */
    static ISecret in(Stack stack, String id, ISecret secret) {
        return Secret.fromSecretCompleteArn(stack, id, secret.getSecretArn());
    }

    /**
     * Allows to decrypt this database's secrets, and nothing else that has their key. Without this a role that may read a
     * secret is refused: the key's policy leaves it to the roles.
     */
    void grantDecrypt(IRole role) {
        role.addToPrincipalPolicy(PolicyStatement.Builder.create()
                .actions(List.of("kms:Decrypt"))
                .resources(List.of(key.getKeyArn()))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of(
                                "kms:ViaService",
                                "secretsmanager.%s.amazonaws.com"
                                        .formatted(Stack.of(this).getRegion()))))
                .build());
    }

    Key key() {
        return key;
    }

    List<SecurityGroup> serverGroups() {
        return List.of(servers);
    }

    /**
     * Whoever has it may open connections to PostgreSQL. It can be given to things in another stack, but what those allow to
     * reach them goes into groups of their own.
     */
    ISecurityGroup clientsIn(Stack stack) {
        return SecurityGroup.fromSecurityGroupId(
                stack,
                "DatabaseClients",
                clients.getSecurityGroupId(),
                SecurityGroupImportOptions.builder().mutable(false).build());
    }

    Secret serviceSecret() {
        return serviceSecret;
    }
}
