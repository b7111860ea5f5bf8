package io.userservice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.net.HostAndPort;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://a.example                     | https://a.example      | true",
                "https://a.example https://b.example   | https://b.example      | true",
                "https://a.example                     | https://A.example      | false",
                "https://a.example                     | https://a.example:8443 | false",
                "https://a.example                     | http://a.example       | false",
                "https://a.example                     | null                   | false",
                "*                                     | https://a.example      | true",
                "*                                     | null                   | true",
                "/.*/                                  | https://a.example      | true",
                "* https://a.example                   | https://b.example      | false",
                "/https://([a-z]+).a.example/          | https://b.a.example    | true",
                "/https://([a-z]+).a.example/          | https://b.a.example.evil.example | false",
                "/                                     | /                      | true",
            })
    void has(String configured, String origin, boolean has) {
        assertEquals(has, Origins.of(List.of(configured.split(" "))).has(origin));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://localhost:8080,  http,  localhost, 8080, true",
                "http://LOCALHOST:8080,  http,  localhost, 8080, true",
                "http://localhost,       http,  localhost, -1,   true",
                "http://localhost,       http,  localhost, 80,   true",
                "http://localhost:80,    http,  localhost, -1,   true",
                "https://localhost:443,  https, localhost, -1,   true",
                "http://[::1]:80,        http,  [::1],     80,   true",
                "http://localhost:443,   https, localhost, -1,   false",
                "https://localhost,      http,  localhost, -1,   false",
                "http://localhost:8081,  http,  localhost, 8080, false",
                "http://localhost/,      http,  localhost, -1,   false",
                "http://localhost/a,     http,  localhost, -1,   false",
                "http://other,           http,  localhost, -1,   false",
                "null,                   http,  localhost, -1,   false",
                "'',                     http,  localhost, -1,   false",
                "http,                   http,  localhost, -1,   false",
                "http:,                  http,  localhost, -1,   false",
                "http:a,                 http,  localhost, -1,   false",
                "http://,                http,  localhost, -1,   false",
                "http://a b,             http,  localhost, -1,   false",
                "http://localhost,       http,  -,         -1,   false",
            })
    void isSame(String origin, String scheme, String host, int port, boolean same) {
        HostAndPort asked = host == null ? null : HostAndPort.create(host, port);
        assertEquals(same, Origins.isSame(origin, scheme, asked));
    }
}
