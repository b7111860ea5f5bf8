package io.userservice.api;

import java.util.List;
import java.util.stream.Stream;

/** What a client may write oddly in a header. */
final class OddHeaders {

    /** Values that may come in any header, between tildes. */
    static final List<String> VALUES = Stream.concat(
                    Stream.of("", " ", "x".repeat(4000)), """
            , ~ ; ~ = ~ / ~ * ~ */* ~ " ~ "" ~ \\ ~ a ~ a/b ~ a/ ~ /b ~ a= ~ =b ~ a;b ~ a;b= ~ a;b="
            application/json; ~ application/json;charset ~ application/json; charset= ~ application/json; charset="
            application/json; charset=x ~ application/json;q=x ~ application/json;q=-1 ~ -1 ~ 0 ~ 00
            99999999999999999999 ~ [ ~ [::1 ~ [::1]:x ~ localhost:x ~ localhost:99999 ~ localhost: ~ :80
            user@localhost ~ local host ~ http://localhost/ ~ null ~ % ~ %zz ~ {} ~ for= ~ host=;proto=
            for="[::1]:x";host="[";proto=ftp ~ \u00e9 ~ \u0001 ~ Bearer ~ Bearer .. ~ Basic ~ bytes=0-
            consistency-token ~ consistency-token=; a=" ~ W/ ~ 100-continue
            """.lines().flatMap(line -> Stream.of(line.split(" ~ "))))
            .toList();

    /** Headers that code here reads. */
    static final String[] NAMES = """
            Host Content-Type Content-Encoding Content-Language Accept Accept-Charset Accept-Encoding
            Accept-Language Authorization If-Match If-None-Match If-Modified-Since If-Unmodified-Since If-Range
            Range Idempotency-Key Consistency Consistency-Token Cookie Origin Referer
            Access-Control-Request-Method Access-Control-Request-Headers Forwarded X-Forwarded-For
            X-Forwarded-Host X-Forwarded-Port X-Forwarded-Prefix X-Forwarded-Proto X-HTTP-Method-Override Date
            TE Trailer Via traceparent
            """.split("\\s+");

    private OddHeaders() {}
}
