package io.userservice.deploy;

import io.userservice.deploy.database.Database;
import io.userservice.deploy.database.Passwords;
import io.userservice.deploy.network.Network;
import io.userservice.deploy.watch.Alarms;
import java.util.List;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.rds.CfnDBProxy;
import software.amazon.awscdk.services.rds.CfnDBProxyEndpoint;
import software.amazon.awscdk.services.rds.CfnDBProxyTargetGroup;
import software.constructs.Construct;

/**
 * RDS Proxy: many short-lived functions share few connections. Its clients log in with tokens of IAM, over TLS only; it logs
 * in to the database with the service's password, which the functions never see.
 *
 * <p>Of CDK's first level, because what the second adds would tie the shared stack to this one.
 */
final class Proxy extends Construct {

    private final CfnDBProxy proxy;
    private final List<CfnDBProxyEndpoint> readers;

    Proxy(Construct scope, String id, SharedStack shared, SecurityGroup functions, ISecurityGroup clients) {
        super(scope, id);
        Database database = shared.database();
        SecurityGroup group = SecurityGroup.Builder.create(this, "Group")
                .vpc(shared.vpc())
                .description("RDS Proxy")
                .allowAllOutbound(false)
                .build();
        group.addIngressRule(functions, Port.tcp(Database.PORT), "The service on Lambda");
        functions.addEgressRule(group, Port.tcp(Database.PORT), "RDS Proxy");
        List<String> groups = List.of(group.getSecurityGroupId(), clients.getSecurityGroupId());
        List<String> subnets = shared.vpc().selectSubnets(Network.PRIVATE).getSubnetIds();

        String name = shared.stage().resource();
        this.proxy = CfnDBProxy.Builder.create(this, "Proxy")
                .dbProxyName(name)
                .engineFamily("POSTGRESQL")
                .auth(List.of(CfnDBProxy.AuthFormatProperty.builder()
                        .authScheme("SECRETS")
                        .iamAuth("REQUIRED")
                        .clientPasswordAuthType("POSTGRES_SCRAM_SHA_256")
                        .secretArn(database.passwords().ofService().getSecretArn())
                        .build()))
                .requireTls(true)
                .roleArn(role(database).getRoleArn())
                .vpcSecurityGroupIds(groups)
                .vpcSubnetIds(subnets)
                .build();
        CfnDBProxyTargetGroup.Builder target = CfnDBProxyTargetGroup.Builder.create(this, "Target")
                .dbProxyName(proxy.getRef())
                .targetGroupName("default")
                .connectionPoolConfigurationInfo(
                        CfnDBProxyTargetGroup.ConnectionPoolConfigurationInfoFormatProperty.builder()
                                // The rest is for tasks on ECS, for migrations, and for people.
                                .maxConnectionsPercent(50)
                                .connectionBorrowTimeout(5)
                                .build());
        database.addTo(target);
        target.build();
        this.readers = database.readsThroughProxy() ? List.of(readOnly(name, groups, subnets)) : List.of();
    }

    private CfnDBProxyEndpoint readOnly(String name, List<String> groups, List<String> subnets) {
        return CfnDBProxyEndpoint.Builder.create(this, "ReadOnly")
                .dbProxyName(proxy.getRef())
                .dbProxyEndpointName(name + "-read-only")
                .targetRole("READ_ONLY")
                .vpcSecurityGroupIds(groups)
                .vpcSubnetIds(subnets)
                .build();
    }

    private Role role(Database database) {
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("rds.amazonaws.com"))
                .build();
        Passwords.in(Stack.of(this), "Secret", database.passwords().ofService()).grantRead(role);
        database.passwords().grantDecrypt(role);
        return role;
    }

    /** Allows to log in to the proxy, at any of its endpoints, as the user whose password it has. */
    void grantConnect(Role role) {
        Stack stack = Stack.of(this);
        String id = stack.splitArn(proxy.getAttrDbProxyArn(), ArnFormat.COLON_RESOURCE_NAME)
                .getResourceName();
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("rds-db:connect"))
                .resources(List.of("arn:%s:rds-db:%s:%s:dbuser:%s/%s"
                        .formatted(stack.getPartition(), stack.getRegion(), stack.getAccount(), id, Database.USER)))
                .build());
    }

    /** Microseconds that a request has waited for a connection to the database. */
    IMetric borrowing() {
        return Alarms.metric("AWS/RDS", "DatabaseConnectionsBorrowLatency", "ProxyName", proxy.getRef(), "Average");
    }

    String writerHost() {
        return proxy.getAttrEndpoint();
    }

    /** @throws java.util.NoSuchElementException where the engine offers none, see {@link Database#readsThroughProxy} */
    String readerHost() {
        return readers.iterator().next().getAttrEndpoint();
    }
}
