package io.userservice.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where keys come from, and what happens when they do not. */
class VerificationKeysTest {
    /** One pair for all: to make one takes longer than a test. */
    private static final KeyPair PAIR = Tokens.rsa();

    private final AtomicInteger fetches = new AtomicInteger();

    private Instant now = Instant.EPOCH;
    private volatile String document = "";
    private HttpServer provider;
    private final VerificationKeys keys = new VerificationKeys(() -> now);

    @BeforeEach
    void startIdentityProvider() throws IOException {
        document = jwks(PAIR.getPublic());
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            byte[] body = document.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
    }

    @AfterEach
    void stopIdentityProvider() {
        provider.stop(0);
    }

    @Test
    void theSetIsFetchedOnceForManyTokens() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertEquals("ada", parse("k1"));
        }
        assertEquals(1, fetches.get());
    }

    @Test
    void manyUnknownKeysFetchItOnceMore() throws Exception {
        assertEquals("ada", parse("k1"));
        for (int i = 0; i < 10; i++) {
            assertThrows(ParseException.class, () -> parse("unknown"));
        }
        assertTrue(fetches.get() <= 2, () -> fetches + " fetches");
    }

    @Test
    void aProviderThatFailsIsNotAskedByEveryToken() throws Exception {
        document = "";
        for (int i = 0; i < 10; i++) {
            assertUnavailable();
        }
        assertEquals(1, fetches.get());

        document = jwks(PAIR.getPublic());
        now = now.plus(Duration.ofSeconds(5));
        assertEquals("ada", parse("k1"));
    }

    @Test
    void aProviderThatHangsIsGivenUp() throws Exception {
        // The kernel accepts the connection, and nobody ever answers.
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            JWTAuthContextInfo jwt = at("http://127.0.0.1:" + silent.getLocalPort() + "/jwks");
            assertCausedByIo(assertThrows(ParseException.class, () -> keys.parse(token("k1"), jwt)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{}", "{\"keys\":[]}"})
    void whatIsNoJwksGivesNoKeys(String content) {
        document = content;
        assertThrows(ParseException.class, () -> parse("k1"));
    }

    @Test
    void ellipticCurvesWorkWhenTheyAreChosen() throws Exception {
        KeyPair ec = Tokens.ec();
        document = jwks(ec.getPublic());
        String token = Tokens.claims("users:read").jws().keyId("k1").sign(ec.getPrivate());
        JWTAuthContextInfo jwt = remote();
        assertThrows(ParseException.class, () -> keys.parse(token, jwt));
        jwt.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        assertEquals("ada", new VerificationKeys(() -> now).parse(token, jwt).getSubject());
    }

    @Test
    void aLocalKeyThatIsNoneIsFoundAtTheStart() {
        for (String text :
                new String[] {"nonsense", "{}", Tokens.text(Tokens.ec().getPublic())}) {
            JWTAuthContextInfo jwt = new JWTAuthContextInfo();
            jwt.setPublicKeyContent(text);
            assertTrue(keys.refusal(jwt).isPresent(), text);
        }
    }

    @Test
    void aLocalKeyIsTakenAndARemoteOneIsLeftForLater() {
        JWTAuthContextInfo jwt = new JWTAuthContextInfo();
        jwt.setPublicKeyContent(Tokens.text(PAIR.getPublic()));
        assertEquals(Optional.empty(), keys.refusal(jwt));
        jwt.setPublicKeyContent(document);
        assertEquals(Optional.empty(), keys.refusal(jwt));
        assertEquals(Optional.empty(), keys.refusal(remote()));
        assertEquals(0, fetches.get());
    }

    private void assertUnavailable() {
        assertCausedByIo(assertThrows(ParseException.class, () -> parse("k1")));
    }

    private static void assertCausedByIo(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        assertTrue(cause instanceof IOException, failure::toString);
    }

    private String parse(String keyId) throws ParseException {
        return keys.parse(token(keyId), remote()).getSubject();
    }

    private String token(String keyId) {
        return Tokens.claims("users:read").jws().keyId(keyId).sign(PAIR.getPrivate());
    }

    private JWTAuthContextInfo remote() {
        return at("http://127.0.0.1:" + provider.getAddress().getPort() + "/jwks");
    }

    private static JWTAuthContextInfo at(String location) {
        JWTAuthContextInfo jwt = new JWTAuthContextInfo(location, Tokens.ISSUER);
        jwt.setExpectedAudience(Set.of(Tokens.AUDIENCE));
        return jwt;
    }

    private static String jwks(PublicKey key) {
        try {
            PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(key);
            jwk.setKeyId("k1");
            return new JsonWebKeySet(jwk).toJson();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
