package io.userservice.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes times in UTC with six digits of a second, whatever they are, so that times sort as text: {@code
 * 2026-01-31T09:05:00.000100Z} (RFC 3339), for the years 0 to 9999. By hand: a page has forty times, and a {@code
 * DateTimeFormatter} takes a fifth of its time for them. Thread-safe.
 */
@RegisterForReflection // Jackson makes it by its name
public final class JsonTime extends JsonSerializer<Instant> {

    private static final String FORM = "0000-00-00T00:00:00.000000Z";

    @Override
    public void serialize(Instant time, JsonGenerator json, SerializerProvider serializers) throws IOException {
        char[] text = text(time);
        json.writeString(text, 0, text.length);
    }

    static char[] text(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        char[] text = FORM.toCharArray();
        put(text, 4, utc.getYear());
        put(text, 7, utc.getMonthValue());
        put(text, 10, utc.getDayOfMonth());
        put(text, 13, utc.getHour());
        put(text, 16, utc.getMinute());
        put(text, 19, utc.getSecond());
        put(text, 26, utc.getNano() / 1000);
        return text;
    }

    /** Writes a number so that it ends before an index. */
    private static void put(char[] text, int end, int number) {
        int rest = number;
        for (int i = end - 1; rest > 0; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
