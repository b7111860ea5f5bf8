package io.userservice.user;

import static io.restassured.RestAssured.given;
import static io.userservice.Patience.await;

import io.restassured.response.Response;
import java.time.Duration;

/** Reads after writes: a read may be answered by a replica that has not replayed the write yet. */
final class Eventually {
    private Eventually() {}

    /** GETs the path until it is answered with this status and a body that has this text in it; fails after 10 s. */
    static Response get(String path, int status, String text) {
        return await("GET " + path + " answers " + status + " with " + text)
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> given().get(path),
                        response -> response.statusCode() == status
                                && response.body().asString().contains(text));
    }
}
