package io.userservice.deploy.network;

import io.userservice.deploy.choice.Size.Zones;
import io.userservice.deploy.choice.Stage;
import io.userservice.deploy.watch.Logs;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.constructs.Construct;

/** Three kinds of subnets in each zone, by what may come in and go out. */
public final class Network {

    /** Where the service and the proxy are: a way out, none in. */
    public static final SubnetSelection PRIVATE =
            SubnetSelection.builder().subnetGroupName("service").build();
    /** Where the database is: no way out, none in. */
    public static final SubnetSelection ISOLATED =
            SubnetSelection.builder().subnetGroupName("database").build();
    /** Where only load balancers and NAT gateways are. */
    static final SubnetSelection PUBLIC =
            SubnetSelection.builder().subnetGroupName("public").build();

    private Network() {}

    /**
     * NAT gateways instead of interface endpoints: the keys that verify a client's token are fetched from wherever its
     * issuer is, so there has to be a way out. Images come from S3, which has an endpoint that costs nothing.
     */
    public static Vpc in(Construct scope, Zones zones, Stage stage) {
        return Vpc.Builder.create(scope, "Network")
                .maxAzs(zones.count())
                .natGateways(zones.gateways())
                .restrictDefaultSecurityGroup(false)
                .subnetConfiguration(List.of(
                        subnets(PUBLIC, SubnetType.PUBLIC, 24),
                        subnets(PRIVATE, SubnetType.PRIVATE_WITH_EGRESS, 20),
                        subnets(ISOLATED, SubnetType.PRIVATE_ISOLATED, 24)))
                .gatewayEndpoints(Map.of(
                        "S3",
                        GatewayVpcEndpointOptions.builder()
                                .service(GatewayVpcEndpointAwsService.S3)
                                .build()))
                .flowLogs(Map.of(
                        "Rejected",
                        FlowLogOptions.builder()
                                .trafficType(FlowLogTrafficType.REJECT)
                                .destination(FlowLogDestination.toCloudWatchLogs(Logs.in(scope, "RejectedLog", stage)))
                                .build()))
                .build();
    }

    private static SubnetConfiguration subnets(SubnetSelection group, SubnetType type, int bits) {
        SubnetConfiguration.Builder subnets = SubnetConfiguration.builder()
                .name(group.getSubnetGroupName())
                .subnetType(type)
                .cidrMask(bits);
        // Whatever is put there has its own address or none.
        return type == SubnetType.PUBLIC ? subnets.mapPublicIpOnLaunch(false).build() : subnets.build();
    }
}
