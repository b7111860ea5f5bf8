package io.userservice.access;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said at the start of a key that is none, or none of its algorithm. */
class LocalKeyTest {

    private final JWTAuthContextInfo jwt = new JWTAuthContextInfo();

    @Test
    void whatIsNoKeyIsNamed() {
        jwt.setPublicKeyContent("nonsense");
        assertRefused("mp.jwt.verify.publickey");
    }

    @Test
    void theAlgorithmThatTheKeyIsNotForIsNamed() {
        jwt.setPublicKeyContent(Tokens.text(Tokens.rsa().getPublic()));
        jwt.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        assertRefused("mp.jwt.verify.publickey.algorithm");
    }

    private void assertRefused(String setting) {
        VerificationKeys keys = new VerificationKeys(() -> Instant.EPOCH);
        String message = assertThrows(ConfigurationException.class, () -> keys.checkLocal(jwt))
                .getMessage();
        assertTrue(message.contains(setting), message);
    }
}
