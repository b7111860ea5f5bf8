package io.userservice.access;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.KeyLocationResolver;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jose4j.http.Get;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that tokens are verified with, as SmallRye JWT finds them, except that an identity provider that does not answer
 * costs a request 4 seconds at most, and only one request in 5 seconds. By itself SmallRye lets every request with a token
 * wait for more than a minute, one after the other. Thread-safe.
 */
@Singleton
@Alternative
@Priority(1)
class VerificationKeys extends JWTCallerPrincipalFactory {

    private static final Logger log = Logger.getLogger(VerificationKeys.class);

    private static final int TIMEOUT_MILLIS = 2000;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final DefaultJWTTokenParser parser = new Parser();

    private volatile @Nullable VerificationKeyResolver keys;
    private @Nullable UnresolvableKeyException failure;
    private Instant failedAt = Instant.MIN;

    VerificationKeys(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo jwt) throws ParseException {
        JwtContext parsed = parser.parse(token, jwt);
        String type = parsed.getJoseObjects().get(0).getHeader("typ");
        return new DefaultJWTCallerPrincipal(type, parsed.getJwtClaims());
    }

    /**
     * What to write in the place of a key that can be read now and is none. Those at a URL are fetched when the first token
     * comes, so that the service starts without the identity provider.
     */
    Optional<String> refusal(JWTAuthContextInfo jwt) {
        if (isRemote(jwt.getPublicKeyLocation())) {
            return Optional.empty();
        }
        try {
            Keys found = new Keys(jwt);
            if (found.areThere()) {
                keys = found;
                return Optional.empty();
            }
        } catch (UnresolvableKeyException | RuntimeException e) {
            log.debugf(e, "The key for tokens cannot be read");
        }
        return Optional.of(KeyLocation.advice(jwt.getPublicKeyLocation()));
    }

    private VerificationKeyResolver load(JWTAuthContextInfo jwt) throws UnresolvableKeyException {
        VerificationKeyResolver loaded = keys;
        return loaded == null ? loadOnce(jwt) : loaded;
    }

    private synchronized VerificationKeyResolver loadOnce(JWTAuthContextInfo jwt) throws UnresolvableKeyException {
        VerificationKeyResolver loaded = keys;
        if (loaded != null) {
            return loaded;
        }
        UnresolvableKeyException last = failure;
        if (last != null && clock.instant().isBefore(failedAt.plus(PAUSE))) {
            throw last;
        }
        try {
            loaded = new Keys(jwt);
            keys = loaded;
            return loaded;
        } catch (UnresolvableKeyException e) {
            failure = e;
            failedAt = clock.instant();
            log.warnf("The keys for tokens cannot be loaded from %s: %s", jwt.getPublicKeyLocation(), e.getCause());
            throw e;
        }
    }

    private static boolean isRemote(@Nullable String location) {
        return location != null && (location.startsWith("https:") || location.startsWith("http:"));
    }

    private final class Parser extends DefaultJWTTokenParser {
        @Override
        protected VerificationKeyResolver getVerificationKeyResolver(JWTAuthContextInfo jwt)
                throws UnresolvableKeyException {
            return load(jwt);
        }
    }

    private static final class Keys extends KeyLocationResolver {
        Keys(JWTAuthContextInfo jwt) throws UnresolvableKeyException {
            super(jwt);
        }

        boolean areThere() {
            return key != null || jsonWebKeys != null;
        }

        @Override
        protected Get getHttpGet() {
            Get get = super.getHttpGet();
            get.setConnectTimeout(TIMEOUT_MILLIS);
            get.setReadTimeout(TIMEOUT_MILLIS);
            get.setRetries(0);
            return get;
        }

        /** A URL must lead to a JWKS: this method would read anything else, and without a timeout. */
        @Override
        protected String readKeyContent(String location) throws IOException {
            if (isRemote(location)) {
                throw new IOException("There is no JWKS (RFC 7517)");
            }
            return super.readKeyContent(location);
        }
    }
}
