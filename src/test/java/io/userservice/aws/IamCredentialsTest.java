package io.userservice.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.userservice.replication.SqlFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IamCredentialsTest {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final List<String> authorizations = new ArrayList<>();
    private HttpServer address;
    private String answer = "";
    private Instant now = START;

    @BeforeEach
    void start() throws IOException {
        address = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        address.createContext("/creds", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
            exchange.close();
        });
        address.start();
    }

    @AfterEach
    void stop() {
        address.stop(0);
    }

    @Test
    void theEnvironmentHasThem() {
        IamCredentials credentials = with(
                Map.of("AWS_ACCESS_KEY_ID", "akid", "AWS_SECRET_ACCESS_KEY", "skid", "AWS_SESSION_TOKEN", "session"));
        assertEquals(new IamToken.Credentials("akid", "skid", "session"), credentials.now());
    }

    @Test
    void theAddressHasThemAndIsAskedAgainBeforeTheyExpire() {
        IamCredentials credentials = withAddress();
        answer = answer("first", START.plus(Duration.ofHours(1)));
        assertEquals("first", credentials.now().accessKeyId());
        answer = answer("second", START.plus(Duration.ofHours(2)));
        now = START.plus(Duration.ofMinutes(58));
        assertEquals("first", credentials.now().accessKeyId());
        now = START.plus(Duration.ofMinutes(59));
        assertEquals(new IamToken.Credentials("second", "secret", "session"), credentials.now());
        assertEquals(List.of("let me in", "let me in"), authorizations);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "secret", "{\"AccessKeyId\":\"secret\"}", "[1]"})
    void withoutThemNoServerCanBeReachedAndTheMessageKeepsTheAnswer(String none) {
        answer = none;
        IllegalStateException failure = assertThrows(IllegalStateException.class, withAddress()::now);
        assertEquals(SqlFailure.UNREACHABLE, SqlFailure.of(failure));
        assertFalse(failure.getMessage().contains("secret"), failure.getMessage());
    }

    @Test
    void anAddressThatDoesNotAnswerIsTheSame() {
        IamCredentials credentials = withAddress();
        address.stop(0);
        assertEquals(
                SqlFailure.UNREACHABLE, SqlFailure.of(assertThrows(IllegalStateException.class, credentials::now)));
    }

    private IamCredentials withAddress() {
        return with(Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "http://127.0.0.1:" + address.getAddress().getPort() + "/creds",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                "let me in"));
    }

    private IamCredentials with(Map<String, String> environment) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(environment, "environment", 300))
                .build();
        return new IamCredentials(config, () -> now, new ObjectMapper());
    }

    private static String answer(String key, Instant expiry) {
        return """
                {"AccessKeyId":"%s","SecretAccessKey":"secret","Token":"session","Expiration":"%s"}
                """.formatted(key, expiry);
    }
}
