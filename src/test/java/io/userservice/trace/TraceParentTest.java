package io.userservice.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples and rules of W3C Trace Context, section 3.2. */
class TraceParentTest {

    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String VALID = "00-" + ID + "-00f067aa0ba902b7-01";

    @ParameterizedTest
    @ValueSource(
            strings = {
                VALID,
                "00-" + ID + "-00f067aa0ba902b7-00",
                "00-" + ID + "-00f067aa0ba902b7-ff",
                "01-" + ID + "-00f067aa0ba902b7-01",
                "cc-" + ID + "-00f067aa0ba902b7-01-what-the-future-will-be-like"
            })
    void itsTraceIsTaken(String header) {
        assertEquals(ID, TraceParent.traceId(List.of(header)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ID,
                "ff-" + ID + "-00f067aa0ba902b7-01",
                "00-" + ID + "-00f067aa0ba902b7-01-more",
                "01-" + ID + "-00f067aa0ba902b7-01.more",
                "00-" + ID + "-00f067aa0ba902b7-1",
                "00-" + ID + "-00f067aa0ba902b7",
                "00-" + ID + "-0000000000000000-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473<-00f067aa0ba902b7-01",
                " " + VALID,
                "cc-" + ID + "-00f067aa0ba902b7-01-\nforged=line"
            })
    void anythingElseIsIgnored(String header) {
        assertNull(TraceParent.traceId(List.of(header)));
    }

    @Test
    void ofTwoNobodyKnowsWhichIsRight() {
        assertNull(TraceParent.traceId(List.of(VALID, VALID)));
        assertNull(TraceParent.traceId(List.of()));
    }
}
