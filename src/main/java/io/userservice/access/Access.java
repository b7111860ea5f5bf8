package io.userservice.access;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.userservice.access.AccessConfig.Auth;
import io.userservice.start.Refusals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.config.Names;
import org.jboss.logging.Logger;

/** Whether callers must show a token. A start whose settings do not say, or not completely, is refused. Thread-safe. */
// @ApplicationScoped for its client proxy: REST filters are made at build time, before run-time configuration exists.
@ApplicationScoped
class Access {

    private static final Logger log = Logger.getLogger(Access.class);

    private static final String LOCATION = Names.VERIFIER_PUBLIC_KEY_LOCATION;
    private static final String KEY =
            "MP_JWT_VERIFY_PUBLICKEY_LOCATION (a file, or the https URL of a JWKS) or MP_JWT_VERIFY_PUBLICKEY";
    private static final String ISSUER = "MP_JWT_VERIFY_ISSUER";
    private static final String AUDIENCES = "MP_JWT_VERIFY_AUDIENCES";

    /** What is configured, and whether this is production, where nothing is open by accident. */
    record Setup(Optional<Auth> asked, boolean key, boolean issuer, boolean audiences, boolean production) {

        /** Who is let in: nobody without a token where nothing says so. */
        Auth auth() {
            return asked.orElse(key || production ? Auth.JWT : Auth.NONE);
        }
    }

    private final AccessConfig config;
    private final VerificationKeys keys;
    private final JWTAuthContextInfo jwt;

    /** Nobody gets in without a token before the settings were judged. */
    private volatile boolean open;

    Access(AccessConfig config, JWTAuthContextInfo jwt, VerificationKeys keys) {
        this.config = config;
        this.jwt = jwt;
        this.keys = keys;
    }

    void judge(@Observes Refusals refusals, @ConfigProperty(name = LOCATION) Optional<String> location) {
        Setup setup;
        try {
            setup = setup();
        } catch (DeploymentException | IllegalArgumentException e) {
            // SmallRye reads the key when it is first asked for anything.
            refusals.add(KeyLocation.advice(location.orElse(null)));
            return;
        }
        open = setup.auth() == Auth.NONE;
        refusal(setup).or(() -> open ? Optional.empty() : keys.refusal(jwt)).ifPresent(refusals::add);
    }

    private Setup setup() {
        return new Setup(
                config.auth(),
                jwt.getPublicKeyContent() != null || jwt.getPublicKeyLocation() != null,
                jwt.getIssuedBy() != null,
                jwt.getExpectedAudience() != null && !jwt.getExpectedAudience().isEmpty(),
                LaunchMode.current() == LaunchMode.NORMAL);
    }

    void tell(@Observes StartupEvent event) {
        if (open) {
            log.info("auth=none: everyone who can reach this service may read and write all users");
        }
    }

    boolean isOpen() {
        return open;
    }

    /**
     * What to write when the settings do not say who is let in, or not completely. A token is good only if its issuer and its
     * audience are checked too: the key of an identity provider signs tokens for other services as well.
     */
    static Optional<String> refusal(Setup setup) {
        if (setup.auth() == Auth.NONE) {
            return Optional.empty();
        }
        if (setup.asked().isEmpty() && !setup.key()) {
            return Optional.of("Nothing says who may use this service. To take bearer tokens set " + KEY + ", " + ISSUER
                    + " and " + AUDIENCES + "; to let everyone in set USER_SERVICE_AUTH=none");
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
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("Bearer tokens cannot be verified. Set " + String.join(" and ", missing)
                        + "; or, to let everyone in, USER_SERVICE_AUTH=none");
    }
}
