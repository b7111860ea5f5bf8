package io.userservice.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.smallrye.jwt.util.KeyUtils;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tests of a service that takes tokens. Its configuration carries the private key too, to where tests can read it. */
public class JwtProfile implements QuarkusTestProfile {
    private static final String PRIVATE_KEY = "user-service-test.private-key";

    @Override
    public Map<String, String> getConfigOverrides() {
        KeyPair keys = Tokens.rsa();
        return Map.of(
                "mp.jwt.verify.publickey",
                Tokens.text(keys.getPublic()),
                "mp.jwt.verify.issuer",
                Tokens.ISSUER,
                "mp.jwt.verify.audiences",
                Tokens.AUDIENCE,
                PRIVATE_KEY,
                Tokens.text(keys.getPrivate()));
    }

    public static PrivateKey privateKey() throws GeneralSecurityException {
        return KeyUtils.decodePrivateKey(config(PRIVATE_KEY));
    }

    static PublicKey publicKey() throws GeneralSecurityException {
        return KeyUtils.decodePublicKey(config("mp.jwt.verify.publickey"));
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
