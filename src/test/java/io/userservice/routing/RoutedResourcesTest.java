package io.userservice.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That a wrong name fails the build was tried by hand: tests are built with the application that they test. */
class RoutedResourcesTest {

    @ParameterizedTest
    @CsvSource({
        "'',        true",
        "replica-1, true",
        "replica-8, true",
        "replica-9, false",
        "replica-0, false",
        "replica-10, false",
        "primary,   false",
        "reporting, true",
        "for-reports-2, true",
        "replicas,  false",
        "replica1,  false",
        "Reporting, false",
        "2nd,       false",
        "Replica-1, false",
        "' ',       false",
    })
    void namesThatAReadMayHave(String name, boolean possible) {
        assertEquals(possible, RoutedResources.isPossible(name));
    }
}
