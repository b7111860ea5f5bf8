package io.userservice.http.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Reads every JSON body, in place of Quarkus' reader: into a plain record as well as by a {@link BodyReader}. What comes out
 * is never null, and whatever is wrong with a body is a {@link io.userservice.problem.Problem}, never a 500. Thread-safe.
 *
 * <p>Jackson by itself would pass over fields that it does not know, take 0 for a number that is missing, "5" for 5 and 1.9
 * for 1, and the last of two values. It is strict here only: not for what the service stores, nor for answers of others.
 */
@Provider
@Consumes({MediaType.APPLICATION_JSON, "application/*+json"})
public class JsonBodies implements MessageBodyReader<Object> {

    private final ObjectMapper json;

    JsonBodies(ObjectMapper json) {
        this.json = strict(json.copy());
    }

    static ObjectMapper strict(ObjectMapper json) {
        json.enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        json.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        json.getFactory().configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), true);
        json.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        json.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        json.coercionConfigFor(LogicalType.Integer).setCoercion(CoercionInputShape.String, CoercionAction.Fail);
        json.coercionConfigFor(LogicalType.Float).setCoercion(CoercionInputShape.String, CoercionAction.Fail);
        json.coercionConfigFor(LogicalType.Boolean)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
        return json;
    }

    /** Not what takes the text as it is. */
    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type != String.class
                && type != byte[].class
                && !type.getName().startsWith("java.io.")
                && !type.getName().startsWith("io.vertx.");
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream in)
            throws IOException {
        return read(json, generic, in);
    }

    /** Reads a body with a mapper that is {@link #strict}. */
    static Object read(ObjectMapper json, Type type, InputStream in) throws IOException {
        JavaType target = json.constructType(type);
        try (JsonParser parser = json.createParser(in)) {
            try {
                Object body = json.readerFor(target).readValue(parser);
                if (body == null) {
                    throw JsonMistake.missing(target.getRawClass());
                }
                return body;
            } catch (JsonProcessingException e) {
                throw JsonMistake.problem(e); // as long as the parser still knows where it is
            }
        }
    }
}
