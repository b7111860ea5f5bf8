package io.userservice.http.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.userservice.http.parameter.WireForm;
import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a failure of Jackson says of a body, in the words that a {@link BodyReader} has for it. Pure. */
final class JsonMistake {

    private static final String INVALID = "is not valid";
    private static final int LONGEST_RULE = 300;

    private JsonMistake() {}

    /**
     * The problem to answer with.
     *
     * @throws InvalidDefinitionException if the type cannot be read at all, which is no mistake of the client's
     */
    static Problem problem(JsonProcessingException failure) throws InvalidDefinitionException {
        if (failure instanceof InvalidDefinitionException bug) {
            throw bug;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        if (failure instanceof StreamReadException syntax && startsWith(syntax, "Duplicate field")) {
            return invalid(at(syntax.getProcessor()), "must be given once only");
        }
        if (!(failure instanceof JsonMappingException mistake) || isMalformed(failure)) {
            return Problem.of(Response.Status.BAD_REQUEST, "The body is not well-formed JSON (RFC 8259)");
        }
        String field = path(mistake);
        return field.isEmpty() ? invalid("", ofBody(rule(mistake))) : invalid(field, rule(mistake));
    }

    /** There is no body, or it is null. */
    static Problem missing(Class<?> type) {
        return invalid("", "the body " + form(type));
    }

    private static Problem invalid(String field, String rule) {
        return Problem.invalid(List.of(new Violation(Violation.printable(field), rule)));
    }

    /** Below objects that it was reading Jackson wraps what the parser says. */
    private static boolean isMalformed(JsonProcessingException failure) {
        return failure.getCause() instanceof JsonProcessingException cause
                && !(cause instanceof JsonMappingException)
                && !(cause instanceof InputCoercionException)
                && !startsWith(cause, "Duplicate field");
    }

    private static boolean startsWith(JsonProcessingException failure, String words) {
        return String.valueOf(failure.getOriginalMessage()).startsWith(words);
    }

    private static String rule(JsonMappingException failure) {
        if (failure.getCause() instanceof InputCoercionException number) {
            return form(number.getTargetType());
        }
        if (failure.getCause() instanceof StreamReadException) {
            return "must be given once only";
        }
        if (failure instanceof UnrecognizedPropertyException) {
            return "is not a known field";
        }
        if (failure instanceof ValueInstantiationException refused) {
            return ruleOf(refused);
        }
        if (!(failure instanceof MismatchedInputException mismatch)) {
            return INVALID;
        }
        if (startsWith(mismatch, "Trailing token")) {
            return "nothing may follow the JSON object";
        }
        if (!mismatch.getPath().isEmpty() && !(mismatch instanceof InvalidFormatException) && isNothing(mismatch)) {
            return "is required";
        }
        return form(target(mismatch));
    }

    /** Of an element of an array of primitives Jackson names the array. */
    private static @Nullable Class<?> target(MismatchedInputException failure) {
        Class<?> type = failure.getTargetType();
        List<JsonMappingException.Reference> path = failure.getPath();
        boolean element = !path.isEmpty() && path.get(path.size() - 1).getFieldName() == null;
        return element && type != null && type.isArray() ? type.getComponentType() : type;
    }

    /** Whether the parser is at a null, or past the fields that there are. */
    private static boolean isNothing(MismatchedInputException failure) {
        JsonToken token = failure.getProcessor() instanceof JsonParser json ? json.currentToken() : null;
        return token == null || token == JsonToken.VALUE_NULL || token == JsonToken.END_OBJECT;
    }

    /** That of a constructor which has refused its arguments by itself; what others say may name types, and is kept back. */
    private static String ruleOf(ValueInstantiationException refused) {
        Throwable cause = refused.getCause();
        if (!(cause instanceof IllegalArgumentException) || cause.getMessage() == null) {
            return INVALID;
        }
        StackTraceElement[] stack = cause.getStackTrace();
        boolean own = stack.length > 0
                && stack[0].getClassName()
                        .equals(refused.getType().getRawClass().getName());
        return own && cause.getMessage().length() <= LONGEST_RULE ? cause.getMessage() : INVALID;
    }

    private static String form(@Nullable Class<?> type) {
        return type == null ? INVALID : WireForm.of(type);
    }

    /** A rule for the body as a whole; one that a constructor gave stays as it is. */
    private static String ofBody(String rule) {
        return rule.startsWith("must ") || rule.equals(INVALID) ? "the body " + rule : rule;
    }

    private static String path(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
            }
        }
        return failure.getCause() instanceof StreamReadException twice && !(twice instanceof InputCoercionException)
                ? at(twice.getProcessor())
                : path.toString();
    }

    /** Where the parser is. */
    private static String at(@Nullable JsonParser json) {
        return json == null ? "" : path(json.getParsingContext());
    }

    private static String path(JsonStreamContext place) {
        String around = place.getParent() == null ? "" : path(place.getParent());
        if (place.inArray()) {
            return around + "[" + place.getCurrentIndex() + "]";
        }
        String name = place.inObject() ? place.getCurrentName() : null;
        return name == null || around.isEmpty() ? around + (name == null ? "" : name) : around + "." + name;
    }
}
