package io.userservice.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskZoneTest {

    private static final String METADATA = "ECS_CONTAINER_METADATA_URI_V4";

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer ecs = server();
    private String answer = "{\"Cluster\":\"users\",\"AvailabilityZone\":\"eu-central-1b\",\"Containers\":[]}";

    @BeforeEach
    void start() {
        ecs.createContext("/v4/abc/task", exchange -> {
            asked.incrementAndGet();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        ecs.start();
    }

    @AfterEach
    void stop() {
        ecs.stop(0);
    }

    @Test
    void isThatOfTheTask() {
        SmallRyeConfig config = config(Map.of(METADATA, address()));
        assertEquals("eu-central-1b", zone(config));
        assertEquals("eu-central-1b", zone(config));
        assertEquals(1, asked.get());
    }

    @Test
    void whatIsSetWins() {
        assertEquals("a", zone(config(Map.of(METADATA, address(), "user-service.zone", "a"))));
        assertEquals(0, asked.get());
    }

    @Test
    void elsewhereThereIsNone() {
        assertNull(zone(config(Map.of())));
    }

    @Test
    void metadataThatCannotBeHadStopsNothing() {
        answer = "{}";
        assertNull(zone(config(Map.of(METADATA, address()))));
        assertNull(zone(config(Map.of(METADATA, address() + "/not-there"))));
        assertNull(zone(config(Map.of(METADATA, "no address"))));
        String closed = address();
        ecs.stop(0);
        assertNull(zone(config(Map.of(METADATA, closed))));
    }

    private String address() {
        return "http://127.0.0.1:" + ecs.getAddress().getPort() + "/v4/abc";
    }

    private static @Nullable String zone(SmallRyeConfig config) {
        return config.getConfigValue("user-service.zone").getValue();
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withInterceptors(new TaskZone())
                .withSources(new PropertiesConfigSource(properties, "given", 100))
                .build();
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
