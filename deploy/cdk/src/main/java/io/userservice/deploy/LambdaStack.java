package io.userservice.deploy;

import io.userservice.deploy.choice.Choices;
import io.userservice.deploy.choice.Choices.LambdaRuntime;
import io.userservice.deploy.database.Database;
import io.userservice.deploy.database.JdbcUrl;
import io.userservice.deploy.network.HttpDoor;
import io.userservice.deploy.network.Network;
import io.userservice.deploy.watch.Alarms;
import io.userservice.deploy.watch.Logs;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnParametersCodeProps;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LayerVersion;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** The service as a function behind an HTTP API; it reaches the primary through RDS Proxy. */
final class LambdaStack extends Stack {

    private final SharedStack shared;
    private final ISecurityGroup clients;
    private final Proxy proxy;

    LambdaStack(Construct scope, String id, SharedStack shared, Choices choices) {
        super(scope, id);
        this.shared = shared;
        SecurityGroup group = shared.group(this, "The service on Lambda", "The keys of the tokens' issuer");
        this.clients = shared.database().clientsIn(this);
        this.proxy = new Proxy(this, "Proxy", shared, group, clients);
        LogGroup log = Logs.in(this, "Log", choices.stage());
        Function function = function(choices, group, log);
        Alias live = Alias.Builder.create(this, "Live")
                .aliasName("live")
                .version(function.getCurrentVersion())
                .build();
        HttpDoor door = new HttpDoor(this, "Door", live, choices.stage());
        Alarms alarms = shared.alarms(this);
        LambdaAlarms.raise(alarms, door, function, log, proxy, choices.stage().prefix() + "/Lambda");
        alarms.show(choices.stage().resource() + "-lambda");
        CfnOutput.Builder.create(this, "Url").value(door.url()).build();
    }

    private Function function(Choices choices, SecurityGroup group, LogGroup log) {
        boolean java = choices.lambda() == LambdaRuntime.JAVA25;
        CfnParameter concurrency = concurrency();
        Function.Builder function = Function.Builder.create(this, "Function")
                .architecture(choices.processor().ofFunctions())
                .runtime(java ? Runtime.JAVA_25 : Runtime.PROVIDED_AL2023)
                .handler(java ? "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest" : "bootstrap")
                .code(code(choices))
                .memorySize(1024)
                // An HTTP API gives up after 30.
                .timeout(Duration.seconds(29))
                .vpc(shared.vpc())
                .vpcSubnets(Network.PRIVATE)
                .environment(environment(java, concurrency))
                .logGroup(log)
                .role(LambdaRole.in(this, log, proxy, shared.database()))
                .reservedConcurrentExecutions(concurrency.getValueAsNumber());
        List<ISecurityGroup> groups = new ArrayList<>(List.of(group));
        if (!shared.database().readsThroughProxy()) {
            groups.add(clients);
            function.layers(List.of(LayerVersion.fromLayerVersionArn(
                    this,
                    "Certificates",
                    Variables.parameter(
                            this,
                            "CertificatesLayer",
                            "The version of a layer that holds RDS' global-bundle.pem as rds/global-bundle.pem",
                            "arn:.+:lambda:.+:layer:.+"))));
        }
        if (java) {
            function.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
        }
        return function.securityGroups(groups).build();
    }

    /** What the service's build left; where it has left nothing yet, whatever the deployer says is in S3. */
    private Code code(Choices choices) {
        if (Files.exists(choices.functionZip())) {
            return Code.fromAsset(choices.functionZip().toString());
        }
        return Code.fromCfnParameters(CfnParametersCodeProps.builder()
                .bucketNameParam(CfnParameter.Builder.create(this, "CodeBucket")
                        .description("There was no function.zip when this was synthesised: the bucket that has it")
                        .build())
                .objectKeyParam(CfnParameter.Builder.create(this, "CodeKey")
                        .description("The key of function.zip in that bucket")
                        .build())
                .build());
    }

    /** Bounds the connections to the database: each execution has at most two to each server, and one that probes it. */
    private CfnParameter concurrency() {
        return CfnParameter.Builder.create(this, "Concurrency")
                .type("Number")
                .description("How many requests are worked on at once; what is beyond gets 503")
                .defaultValue(shared.size().executions())
                .minValue(1)
                .build();
    }

    private Map<String, String> environment(boolean java, CfnParameter concurrency) {
        Database database = shared.database();
        Map<String, String> environment = Variables.ofService(this);
        if (!java) {
            // Lambda ends a function by a signal that a native executable must not answer.
            environment.put("DISABLE_SIGNAL_HANDLERS", "true");
        }
        environment.put("USER_SERVICE_DATABASE_IAM_AUTH", "true");
        environment.put("USER_SERVICE_PRIMARY_PROXY", "true");
        environment.put("USER_SERVICE_INSTANCES", concurrency.getValueAsString());
        environment.put("QUARKUS_DATASOURCE_USERNAME", Database.USER);
        String primary = JdbcUrl.proxied(proxy.writerHost());
        if (database.readsThroughProxy()) {
            environment.putAll(Variables.ofServers(primary, List.of(proxy.readerHost()), JdbcUrl::proxied));
            environment.put("USER_SERVICE_REPLICAS__REPLICA_1__LOAD_BALANCED", "true");
        } else {
            environment.putAll(Variables.ofServers(primary, database.replicaHosts(), JdbcUrl::direct));
            for (int slot = 1; slot <= database.replicaHosts().size(); slot++) {
                environment.put(Variables.replica(slot, "USERNAME"), Database.READER);
            }
        }
        return environment;
    }
}
