package io.userservice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * What the profile {@code lambda} leaves out: it passes requests through Quarkus' event server, which is no socket of ours.
 * LambdaIT asks AWS's own client for HEAD, long answers and cookies.
 */
@Tag("only-as-service")
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface OnlyAsService {

    String ONE_AT_A_TIME = "a function has one request at a time";
    String SHORT_URLS = "the event server's URLs are shorter";
    String HANGS = "the event server hangs over HEAD and over answers of more than 8 KB";
    String SPLITS_HEADERS = "headers are taken apart at their commas";

    /** Why. */
    String value();
}
