package io.userservice.access;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.userservice.Users;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;

/** The tokens of an identity provider, good and bad; its keys are made for each run of the tests. */
public final class Tokens {
    public static final String ISSUER = "https://idp.example.com";
    public static final String AUDIENCE = "user-service";

    private Tokens() {}

    /** The claims of a token that is good for five minutes. */
    public static JwtClaimsBuilder claims(String scope) {
        return claims().claim("scope", scope);
    }

    static JwtClaimsBuilder claims() {
        return Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("ada")
                .expiresAt(Instant.now().plusSeconds(300));
    }

    public static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As PEM without its first and last line: also on one line, as an environment variable wants it. */
    public static String text(Key key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** A token of these two parts of JSON, with apostrophes for quotes, and a signature that is none. */
    public static String unsigned(String header, String claims) {
        return part(header) + "." + part(claims) + ".c2ln";
    }

    static String part(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Users.json(json).getBytes(StandardCharsets.UTF_8));
    }
}
