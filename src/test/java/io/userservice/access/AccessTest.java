package io.userservice.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.userservice.access.AccessConfig.Auth;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

    @ParameterizedTest
    @CsvSource({
        // auth, key, issuer, audiences, production
        ",      true,  true,  true,  true,  JWT",
        ",      true,  true,  true,  false, JWT",
        "JWT,   true,  true,  true,  true,  JWT",
        "NONE,  false, false, false, true,  NONE",
        "NONE,  true,  true,  true,  true,  NONE",
        ",      false, false, false, false, NONE",
    })
    void whoIsLetIn(Auth asked, boolean key, boolean issuer, boolean audiences, boolean production, Auth expected) {
        Access.Setup setup = setup(asked, key, issuer, audiences, production);
        assertEquals(Optional.empty(), Access.refusal(setup));
        assertEquals(expected, setup.auth());
    }

    @ParameterizedTest
    @CsvSource({
        ",      false, false, false, true,  PUBLICKEY_LOCATION",
        ",      false, true,  true,  true,  PUBLICKEY_LOCATION",
        "JWT,   false, true,  true,  true,  PUBLICKEY_LOCATION",
        "JWT,   false, true,  true,  false, PUBLICKEY_LOCATION",
        ",      true,  false, true,  true,  ISSUER",
        ",      true,  false, true,  false, ISSUER",
        ",      true,  true,  false, true,  AUDIENCES",
        "JWT,   true,  true,  false, false, AUDIENCES",
    })
    void whatIsMissingIsNamed(
            Auth asked, boolean key, boolean issuer, boolean audiences, boolean production, String missing) {
        Access.Setup setup = setup(asked, key, issuer, audiences, production);
        String message = Access.refusal(setup).orElseThrow();
        assertTrue(message.contains("MP_JWT_VERIFY_" + missing), message);
        assertTrue(message.contains("USER_SERVICE_AUTH=none"), message);
        // Whatever becomes of the start, nobody is let in.
        assertEquals(Auth.JWT, setup.auth());
    }

    private static Access.Setup setup(Auth asked, boolean key, boolean issuer, boolean audiences, boolean production) {
        return new Access.Setup(Optional.ofNullable(asked), key, issuer, audiences, production);
    }
}
