package io.userservice.deploy;

import io.userservice.deploy.Choices.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;

class NagTest {

    @ParameterizedTest
    @EnumSource
    void cdkNagFindsNothingThatIsNotExplained(Engine engine) {
        for (Stack stack : Synthesis.with(engine).all()) {
            // A failure lists what was found.
            Annotations.fromStack(stack).hasNoError("*", Match.anyValue());
            Annotations.fromStack(stack).hasNoWarning("*", Match.anyValue());
        }
    }
}
