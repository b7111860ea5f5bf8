package io.userservice.http.parameter;

import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import jakarta.annotation.Priority;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jspecify.annotations.Nullable;

/**
 * Converts the parameters of resource methods. One that does not convert is a 400 which names it and says what it must be;
 * JAX-RS by itself says 404, and nothing (section 3.2). Numbers, true and false, UUIDs, times, dates, and enums by the names
 * of their constants; another type of parameter is converted as before, and a converter with a better priority wins.
 * Thread-safe.
 */
@Provider
@Priority(Priorities.USER + 1000)
public class ParameterConverters implements ParamConverterProvider {

    private static final Map<Class<?>, Function<String, Object>> CONVERSIONS = Map.ofEntries(
            Map.entry(Boolean.class, ParameterConverters::trueOrFalse),
            Map.entry(Byte.class, Byte::valueOf),
            Map.entry(Short.class, Short::valueOf),
            Map.entry(Integer.class, Integer::valueOf),
            Map.entry(Long.class, Long::valueOf),
            Map.entry(Float.class, Float::valueOf),
            Map.entry(Double.class, Double::valueOf),
            Map.entry(BigInteger.class, BigInteger::new),
            Map.entry(BigDecimal.class, BigDecimal::new),
            Map.entry(UUID.class, text -> UuidText.of(text).orElseThrow(IllegalArgumentException::new)),
            Map.entry(Instant.class, text -> OffsetDateTime.parse(text).toInstant()),
            Map.entry(OffsetDateTime.class, OffsetDateTime::parse),
            Map.entry(LocalDate.class, LocalDate::parse));

    @Override
    @SuppressWarnings("unchecked") // of the type that was asked for, boxed
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        Function<String, Object> conversion =
                type.isEnum() ? text -> constant(type, text) : CONVERSIONS.get(WireForm.boxed(type));
        return conversion == null
                ? null
                : (ParamConverter<T>) new Converter(conversion, name(annotations), WireForm.of(type));
    }

    private static Object constant(Class<?> type, String text) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    /** A primitive one that is not there comes as 0: Quarkus' default of all primitives. */
    private static boolean trueOrFalse(String text) {
        if (!text.equals("true") && !text.equals("false") && !text.equals("0")) {
            throw new IllegalArgumentException();
        }
        return text.equals("true");
    }

    /** Null if no annotation names it. */
    private static @Nullable String name(Annotation[] annotations) {
        return Stream.of(annotations)
                .map(annotation -> {
                    if (annotation instanceof QueryParam query) {
                        return query.value();
                    } else if (annotation instanceof PathParam path) {
                        return path.value();
                    } else if (annotation instanceof HeaderParam header) {
                        return header.value();
                    } else if (annotation instanceof FormParam form) {
                        return form.value();
                    } else if (annotation instanceof CookieParam cookie) {
                        return cookie.value();
                    }
                    return annotation instanceof MatrixParam matrix ? matrix.value() : "";
                })
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private record Converter(
            Function<String, Object> conversion, @Nullable String name, String rule) implements ParamConverter<Object> {

        @Override
        public @Nullable Object fromString(@Nullable String text) {
            if (text == null) {
                return null;
            }
            try {
                return conversion.apply(text);
            } catch (RuntimeException e) {
                throw Problem.invalid(List.of(new Violation(name == null ? nameOf(text) : name, rule)));
            }
        }

        /** Quarkus takes the name of a Java parameter, which nobody else is told: it is that of the parameter that is so. */
        private static String nameOf(String text) {
            UriInfo uri = CurrentRequestManager.get().getUriInfo();
            return Stream.of(uri.getPathParameters(), uri.getQueryParameters())
                    .map(parameters -> nameOf(text, parameters))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse("");
        }

        private static Optional<String> nameOf(String text, MultivaluedMap<String, String> parameters) {
            return parameters.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(text))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        @Override
        public String toString(Object value) {
            return value.toString();
        }
    }
}
