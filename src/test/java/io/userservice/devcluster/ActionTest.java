package io.userservice.devcluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which buttons make sense when. */
class ActionTest {

    @ParameterizedTest
    @CsvSource({
        "stopped, start",
        "'stopped, and the primary', start",
        "the primary, stop kill freeze",
        "'the primary, frozen', kill thaw",
        "a standby, stop kill freeze pause-replay delay-replay promote",
        "'a standby, frozen', kill thaw",
        "'a standby, replay paused', stop kill freeze resume-replay promote",
        "'a standby, replay delayed', stop kill freeze end-delay promote",
        "'a standby, frozen, replay paused', kill thaw",
    })
    void eachConditionHasItsActions(String words, String actions) {
        Condition condition = new Condition(
                !words.startsWith("stopped"),
                words.contains("frozen"),
                words.contains("the primary"),
                words.contains("paused"),
                words.contains("delayed"),
                false);
        assertEquals(words, condition.toString());
        assertEquals(actions, Action.possible(condition));
    }

    /** It would wait until the frozen one has received all. */
    @ParameterizedTest
    @CsvSource({"true, kill freeze", "false, stop kill freeze pause-replay delay-replay promote"})
    void aPrimaryCannotStopInOrderWhileAStandbyIsFrozen(boolean primary, String actions) {
        assertEquals(actions, Action.possible(new Condition(true, false, primary, false, false, true)));
    }
}
