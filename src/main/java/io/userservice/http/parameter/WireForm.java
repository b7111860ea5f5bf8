package io.userservice.http.parameter;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a client must write what becomes a Java value, in the words of a violation. Pure. */
public final class WireForm {

    private static final String TIME = "must be a time such as 2026-01-31T09:05:00Z";

    private static final Map<Class<?>, String> FORMS = Map.ofEntries(
            Map.entry(String.class, "must be a string"),
            Map.entry(Character.class, "must be one character"),
            Map.entry(Boolean.class, "must be true or false"),
            Map.entry(Byte.class, whole(Byte.MIN_VALUE, Byte.MAX_VALUE)),
            Map.entry(Short.class, whole(Short.MIN_VALUE, Short.MAX_VALUE)),
            Map.entry(Integer.class, whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
            Map.entry(Long.class, whole(Long.MIN_VALUE, Long.MAX_VALUE)),
            Map.entry(BigInteger.class, "must be a whole number"),
            Map.entry(Float.class, "must be a number"),
            Map.entry(Double.class, "must be a number"),
            Map.entry(BigDecimal.class, "must be a number"),
            Map.entry(UUID.class, UuidText.RULE),
            Map.entry(Instant.class, TIME),
            Map.entry(OffsetDateTime.class, TIME),
            Map.entry(LocalDate.class, "must be a date such as 2026-01-31"));

    private WireForm() {}

    /** The rule for a value of this type, such as "must be a string". */
    public static String of(Class<?> type) {
        String form = FORMS.get(boxed(type));
        if (form != null) {
            return form;
        }
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .collect(Collectors.joining(", ", "must be one of ", ""));
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "must be a JSON array";
        }
        return type.getName().startsWith("java.") && !Map.class.isAssignableFrom(type)
                ? "is not valid"
                : "must be a JSON object";
    }

    /** The class that a primitive one has in objects; any other as it is. */
    static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() && type != void.class
                ? Array.get(Array.newInstance(type, 1), 0).getClass()
                : type;
    }

    private static String whole(long least, long most) {
        return "must be a whole number from " + least + " to " + most;
    }
}
