package io.userservice.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said at the start of a key that is none, or none of its algorithm, or not where it should be. */
class LocalKeyTest {

    private static final KeyPair PAIR = Tokens.rsa();

    private final JWTAuthContextInfo jwt = new JWTAuthContextInfo();

    @TempDir
    Path folder;

    @Test
    void whatIsNoKeyIsNamed() {
        jwt.setPublicKeyContent("nonsense");
        assertRefused("MP_JWT_VERIFY_PUBLICKEY (mp.jwt.verify.publickey) is no public key");
    }

    @Test
    void theAlgorithmThatTheKeyIsNotForIsNamed() {
        jwt.setPublicKeyContent(Tokens.text(PAIR.getPublic()));
        jwt.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        assertRefused("MP_JWT_VERIFY_PUBLICKEY_ALGORITHM (mp.jwt.verify.publickey.algorithm)");
    }

    @Test
    void whatIsNotThereIsNamedAsItIsWritten() {
        for (String location : new String[] {"/no/such/key.pem", "file:/no/such/key.pem", "no-such-key.pem"}) {
            jwt.setPublicKeyLocation(location);
            assertRefused(location + ": there is no such file. Write the path");
        }
    }

    @Test
    void aDirectoryIsNoKey() {
        jwt.setPublicKeyLocation(folder.toString());
        assertRefused(folder + ": that is a directory. Write");
    }

    @Test
    void aFileWithSomethingElseIsNoKey() throws Exception {
        jwt.setPublicKeyLocation(file("nonsense"));
        assertRefused("that file has no public key for the algorithm");
        jwt.setPublicKeyLocation(file(
                "-----BEGIN PRIVATE KEY-----\n" + Tokens.text(PAIR.getPrivate()) + "\n-----END PRIVATE KEY-----\n"));
        assertRefused("that file has a private key");
        jwt.setPublicKeyLocation("\0");
        assertRefused("that is no path");
    }

    @Test
    void aKeyInAFileIsTaken() throws Exception {
        jwt.setPublicKeyLocation(
                file("-----BEGIN PUBLIC KEY-----\n" + Tokens.text(PAIR.getPublic()) + "\n-----END PUBLIC KEY-----\n"));
        assertEquals(Optional.empty(), new VerificationKeys(() -> Instant.EPOCH).refusal(jwt));
    }

    private String file(String content) throws Exception {
        return Files.writeString(folder.resolve("key.pem"), content).toString();
    }

    private void assertRefused(String advice) {
        String refusal = new VerificationKeys(() -> Instant.EPOCH).refusal(jwt).orElseThrow();
        assertTrue(refusal.contains(advice), refusal);
    }
}
