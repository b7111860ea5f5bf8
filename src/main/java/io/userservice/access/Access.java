package io.userservice.access;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.userservice.access.AccessConfig.Auth;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Whether callers must show a token: decided at the start, which fails if the settings do not say. Thread-safe. */
// @ApplicationScoped for its client proxy: REST filters are made at build time, before run-time configuration exists.
@ApplicationScoped
class Access {

    private static final Logger log = Logger.getLogger(Access.class);

    private static final String KEY =
            "MP_JWT_VERIFY_PUBLICKEY_LOCATION (a file, or the https URL of a JWKS) or MP_JWT_VERIFY_PUBLICKEY";
    private static final String ISSUER = "MP_JWT_VERIFY_ISSUER";
    private static final String AUDIENCES = "MP_JWT_VERIFY_AUDIENCES";

    /** What is configured, and whether this is production, where nothing is open by accident. */
    record Setup(Optional<Auth> asked, boolean key, boolean issuer, boolean audiences, boolean production) {}

    private final Auth auth;
    private final VerificationKeys keys;
    private final JWTAuthContextInfo jwt;

    Access(AccessConfig config, JWTAuthContextInfo jwt, VerificationKeys keys) {
        this.jwt = jwt;
        this.keys = keys;
        auth = decide(new Setup(
                config.auth(),
                jwt.getPublicKeyContent() != null || jwt.getPublicKeyLocation() != null,
                jwt.getIssuedBy() != null,
                jwt.getExpectedAudience() != null && !jwt.getExpectedAudience().isEmpty(),
                LaunchMode.current() == LaunchMode.NORMAL));
    }

    /** Before anything is asked of a database. */
    void start(@Observes @Priority(0) StartupEvent event) {
        if (auth == Auth.NONE) {
            log.info("auth=none: everyone who can reach this service may read and write all users");
        } else {
            keys.checkLocal(jwt);
        }
    }

    boolean isOpen() {
        return auth == Auth.NONE;
    }

    /**
     * Who is let in. A token is good only if its issuer and its audience are checked too: the key of an identity provider
     * signs tokens for other services as well.
     *
     * @throws ConfigurationException with what to write when the settings do not say, or not completely
     */
    static Auth decide(Setup setup) {
        Auth auth = setup.asked().orElse(setup.key() ? Auth.JWT : Auth.NONE);
        if (auth == Auth.NONE) {
            if (setup.asked().isEmpty() && setup.production()) {
                throw new ConfigurationException(
                        "Nothing says who may use this service. To take bearer tokens set " + KEY + ", " + ISSUER
                                + " and " + AUDIENCES + "; to let everyone in set USER_SERVICE_AUTH=none");
            }
            return auth;
        }
        List<String> missing = new ArrayList<>();
        if (!setup.key()) {
            missing.add(KEY);
        }
        if (!setup.issuer()) {
            missing.add(ISSUER);
        }
        if (!setup.audiences()) {
            missing.add(AUDIENCES);
        }
        if (!missing.isEmpty()) {
            throw new ConfigurationException("Bearer tokens cannot be verified. Set " + String.join(" and ", missing)
                    + "; or, to let everyone in, USER_SERVICE_AUTH=none");
        }
        return auth;
    }
}
