package io.userservice.deploy.watch;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** Findings of cdk-nag, and of CDK's own look at the templates, that are accepted: each where it arises, with its reason. */
public final class Suppressions {

    private Suppressions() {}

    /** Accepts a rule's findings on the construct and all that it contains. */
    public static void accept(IConstruct construct, String rule, String reason) {
        add(construct, NagPackSuppression.builder().id(rule).reason(reason).build());
    }

    /** Accepts one finding of a rule, as cdk-nag names it in brackets, on the construct and all that it contains. */
    public static void accept(IConstruct construct, String rule, String finding, String reason) {
        add(
                construct,
                NagPackSuppression.builder()
                        .id(rule)
                        .appliesTo(List.of(finding))
                        .reason(reason)
                        .build());
    }

    /** Accepts what CDK's validation of the template says. */
    public static void acceptInTemplate(IConstruct construct, String rule, String reason) {
        Validations.of(construct)
                .acknowledge(Acknowledgment.builder()
                        .id("CloudFormation-Validate::" + rule)
                        .reason(reason)
                        .build());
    }

    private static void add(IConstruct construct, NagPackSuppression suppression) {
        NagSuppressions.addResourceSuppressions(construct, List.of(suppression), true);
    }
}
