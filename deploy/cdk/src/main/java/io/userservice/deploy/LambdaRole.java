package io.userservice.deploy;

import io.userservice.deploy.database.Database;
import io.userservice.deploy.watch.Suppressions;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;

/** What the function may do: write its log, be in the network, and log in to the database. */
final class LambdaRole {

    private LambdaRole() {}

    static Role in(Stack stack, LogGroup log, Proxy proxy, Database database) {
        Role role = Role.Builder.create(stack, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        log.grantWrite(role);
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of(
                        "ec2:CreateNetworkInterface",
                        "ec2:DescribeNetworkInterfaces",
                        "ec2:DescribeSubnets",
                        "ec2:DeleteNetworkInterface",
                        "ec2:AssignPrivateIpAddresses",
                        "ec2:UnassignPrivateIpAddresses"))
                .resources(List.of("*"))
                .build());
        proxy.grantConnect(role);
        database.grantRead(role);
        Suppressions.accept(
                role,
                "AwsSolutions-IAM5",
                "Resource::*",
                "Lambda makes network interfaces with this role before any exists that could be named.");
        return role;
    }
}
