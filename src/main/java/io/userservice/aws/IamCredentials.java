package io.userservice.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of the role that this runs as, from where AWS puts them: from the environment, or, in a function that
 * starts from a snapshot, from the address that the environment names, which has new ones before the old ones expire.
 * Thread-safe.
 *
 * <p>Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
 */
@ApplicationScoped
class IamCredentials {

    private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(1);
    private static final int TIMEOUT_MILLIS = 1000;

    private final Config config;
    private final InstantSource clock;
    private final ObjectMapper json;
    private IamToken.@Nullable Credentials fetched;
    private Instant good = Instant.MIN;

    IamCredentials(Config config, InstantSource clock, ObjectMapper json) {
        this.config = config;
        this.clock = clock;
        this.json = json;
    }

    /**
     * Those that are good now.
     *
     * @throws IllegalStateException because of an {@link SQLException} that tells of an unreachable server, if the address
     *     does not answer: without credentials none can be reached
     */
    IamToken.Credentials now() {
        Optional<String> address = value(IamSettings.ADDRESS);
        if (address.isPresent()) {
            return fetched(address.get());
        }
        return new IamToken.Credentials(
                config.getValue(IamSettings.KEY, String.class),
                config.getValue(IamSettings.SECRET, String.class),
                value("AWS_SESSION_TOKEN").orElse(null));
    }

    private synchronized IamToken.Credentials fetched(String address) {
        if (fetched == null || !clock.instant().isBefore(good)) {
            try {
                JsonNode answer = ask(address);
                fetched = new IamToken.Credentials(
                        answer.required("AccessKeyId").asText(),
                        answer.required("SecretAccessKey").asText(),
                        answer.required("Token").asText());
                good = Instant.parse(answer.required("Expiration").asText()).minus(BEFORE_EXPIRY);
            } catch (IOException | IllegalArgumentException | DateTimeException e) {
                // Not its message: it may quote the answer.
                String what = IamSettings.ADDRESS + " has no credentials: "
                        + e.getClass().getSimpleName();
                throw new IllegalStateException(what, new SQLException(what, "08001"));
            }
        }
        return fetched;
    }

    private JsonNode ask(String address) throws IOException {
        URLConnection connection = URI.create(address).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        value("AWS_CONTAINER_AUTHORIZATION_TOKEN")
                .ifPresent(token -> connection.setRequestProperty("Authorization", token));
        try (InputStream answer = connection.getInputStream()) {
            return json.readTree(answer);
        }
    }

    private Optional<String> value(String name) {
        return config.getOptionalValue(name, String.class);
    }
}
