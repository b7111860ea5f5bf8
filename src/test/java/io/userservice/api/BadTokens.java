package io.userservice.api;

import io.userservice.access.JwtProfile;
import io.userservice.access.Tokens;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values of {@code Authorization} that let nobody in, by what is wrong with them; empty for no header at all. */
final class BadTokens {

    private BadTokens() {}

    static Map<String, String> all() throws Exception {
        PrivateKey key = JwtProfile.privateKey();
        String good = Tokens.claims("users:read users:write").sign(key);
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("not there", "");
        tokens.put("empty", "Bearer ");
        tokens.put("of another scheme", "Basic YTpi");
        tokens.put("a word", "Bearer x");
        tokens.put("three dots", "Bearer ...");
        tokens.put("cut off", "Bearer " + good.substring(0, good.length() - 10));
        tokens.put("two", "Bearer " + good + ", Bearer " + good);
        tokens.put("changed", "Bearer " + good.replaceFirst("\\.", ".A"));
        tokens.put("unsigned", "Bearer " + Tokens.unsigned("{'alg':'none'}", "{'sub':'ada'}"));
        tokens.put(
                "signed by another",
                "Bearer " + Tokens.claims("users:write").sign(Tokens.rsa().getPrivate()));
        tokens.put(
                "expired",
                "Bearer "
                        + Tokens.claims("users:write")
                                .expiresAt(Instant.now().minusSeconds(3600))
                                .sign(key));
        tokens.put(
                "for another service",
                "Bearer " + Tokens.claims("users:write").audience("x").sign(key));
        tokens.put(
                "of another issuer",
                "Bearer " + Tokens.claims("users:write").issuer("x").sign(key));
        tokens.put("without a scope", "Bearer " + Tokens.claims("users:nothing").sign(key));
        tokens.put("huge", "Bearer " + "x".repeat(20_000));
        tokens.put("full of control characters", "Bearer \u0001\u007f");
        return tokens;
    }
}
