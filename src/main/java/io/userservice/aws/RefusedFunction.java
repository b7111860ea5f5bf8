package io.userservice.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ImageMode;
import io.userservice.start.StartRefused;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Tells AWS Lambda why a function that is a native executable does not start. Quarkus would only tell that its thread was
 * interrupted while it waited for the start; Lambda takes what it is told first. A function on the JVM is told of by the
 * runtime.
 *
 * <p>Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", "Initialization error".
 */
@Singleton
class RefusedFunction {

    private static final Logger log = Logger.getLogger(RefusedFunction.class);

    private static final int TIMEOUT_MILLIS = 1000;

    private final Config config;
    private final ObjectMapper json;

    RefusedFunction(Config config, ObjectMapper json) {
        this.config = config;
        this.json = json;
    }

    void tell(@Observes StartRefused refused) {
        Optional<String> api = config.getOptionalValue("AWS_LAMBDA_RUNTIME_API", String.class);
        if (api.isPresent() && ImageMode.current() == ImageMode.NATIVE_RUN) {
            tell(api.get(), refused.reason());
        }
    }

    void tell(String api, String reason) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://" + api + "/2018-06-01/runtime/init/error")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("Lambda-Runtime-Function-Error-Type", "Runtime.RefusedSettings");
            try (OutputStream body = connection.getOutputStream()) {
                json.writeValue(
                        body, Map.of("errorType", "RefusedSettings", "errorMessage", reason, "stackTrace", List.of()));
            }
            connection.getResponseCode();
        } catch (IOException e) {
            log.warnf("Lambda was not told: %s", e.getMessage());
        }
    }
}
