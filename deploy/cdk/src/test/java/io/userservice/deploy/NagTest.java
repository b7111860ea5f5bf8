package io.userservice.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.services.s3.Bucket;

class NagTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "engine=rds",
                "engine=aurora",
                "engine=rds size=small stage=test",
                "engine=aurora size=small stage=test",
                "engine=rds size=large"
            })
    void cdkNagFindsNothingThatIsNotExplained(String chosen) {
        for (Stack stack : Synthesis.of(chosen.split(" ")).all()) {
            // A failure lists what was found.
            Annotations.fromStack(stack).hasNoError("*", Match.anyValue());
            Annotations.fromStack(stack).hasNoWarning("*", Match.anyValue());
        }
    }

    /** Or that it finds nothing would only say that it did not look. */
    @Test
    void cdkNagFindsABucketThatAnyoneReadsWithoutTls() {
        App app = UserServiceApp.app();
        Stack stack = new Stack(app, "Bad");
        new Bucket(stack, "Open");
        Aspects.of(app).add(new AwsSolutionsChecks());
        app.synth();

        assertTrue(
                Annotations.fromStack(stack)
                        .findError("/Bad/Open/Resource", Match.stringLikeRegexp("AwsSolutions-S10.*"))
                        .stream()
                        .findAny()
                        .isPresent());
    }
}
