package io.userservice.http.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.userservice.problem.Problem;
import io.userservice.problem.Problem.Violation;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMistakeTest {

    private static final ObjectMapper JSON = JsonBodies.strict(new ObjectMapper().registerModule(new JavaTimeModule()));

    enum Colour {
        RED,
        GREEN
    }

    record Part(String name, short number) {
        Part {
            if (number < 0) {
                throw new IllegalArgumentException("must have a number of 0 or more");
            }
        }
    }

    record Whole(
            String text,
            int number,
            long big,
            double fraction,
            BigDecimal price,
            boolean flag,
            UUID id,
            Colour colour,
            Instant time,
            LocalDate day,
            Duration length,
            Part part,
            List<Part> parts,
            Set<String> words,
            int[] numbers,
            Map<String, Part> named,
            JsonNode any) {}

    record Required(@JsonProperty(required = true) String text) {}

    record Telling(String text) {
        Telling {
            throw Problem.invalid(List.of(new Violation("text", "is not to my liking")));
        }
    }

    interface Unmade {}

    /** What has to be there is, unless the case is about it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'text':5 | text | must be a string",
                "'text':true | text | must be a string",
                "'text':[] | text | must be a string",
                "'text':{} | text | must be a string",
                "'number':'5' | number | must be a whole number from -2147483648 to 2147483647",
                "'number':1.5 | number | must be a whole number from -2147483648 to 2147483647",
                "'number':99999999999 | number | must be a whole number from -2147483648 to 2147483647",
                "'number':true | number | must be a whole number from -2147483648 to 2147483647",
                "'number':[1] | number | must be a whole number from -2147483648 to 2147483647",
                "'number':null | number | is required",
                "'big':99999999999999999999 | big | must be a whole number from -9223372036854775808 to 9223372036854775807",
                "'fraction':'x' | fraction | must be a number",
                "'price':{} | price | must be a number",
                "'flag':'true' | flag | must be true or false",
                "'flag':1 | flag | must be true or false",
                "'id':'1' | id | must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057",
                "'id':'' | id | must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057",
                "'id':5 | id | must be a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057",
                "'colour':'BLUE' | colour | must be one of RED, GREEN",
                "'colour':'' | colour | must be one of RED, GREEN",
                "'colour':0 | colour | must be one of RED, GREEN",
                "'time':'today' | time | must be a time such as 2026-01-31T09:05:00Z",
                "'time':{} | time | must be a time such as 2026-01-31T09:05:00Z",
                "'day':'2026-13-01' | day | must be a date such as 2026-01-31",
                "'length':'long' | length | is not valid",
                "'part':5 | part | must be a JSON object",
                "'part':[] | part | must be a JSON object",
                "'part':'' | part | must be a JSON object",
                "'part':{'number':1,'nme':1} | part.nme | is not a known field",
                "'part':{'name':'a'} | part.number | is required",
                "'part':{'name':'a','number':70000} | part.number | must be a whole number from -32768 to 32767",
                "'part':{'name':'a','number':-1} | part | must have a number of 0 or more",
                "'part':{'name':'a','name':'b','number':1} | part.name | must be given once only",
                "'parts':{} | parts | must be a JSON array",
                "'parts':[{'number':1},{'number':-1}] | parts[1] | must have a number of 0 or more",
                "'parts':[{'number':1},{'number':'x'}] | parts[1].number | must be a whole number from -32768 to 32767",
                "'parts':[{'number':1},5] | parts[1] | must be a JSON object",
                "'words':['a',5] | words[1] | must be a string",
                "'numbers':[1,'2'] | numbers[1] | must be a whole number from -2147483648 to 2147483647",
                "'named':[] | named | must be a JSON object",
                "'named':{'a.b':{'number':'x'}} | named.a.b.number | must be a whole number from -32768 to 32767",
                "'any':{'a':[1,{'b':1,'b':2}]} | any.a[1].b | must be given once only",
                "'nme':1 | nme | is not a known field",
                "'x\\u0000':1 | x\uFFFD | is not a known field",
                "'text':'a','text':'b' | text | must be given once only",
            })
    void aFieldIsNamed(String members, String field, String rule) {
        String others = Stream.of("'number':1", "'big':1", "'fraction':1", "'flag':true")
                .filter(member -> !member.split(":")[0].equals(members.split(":")[0]))
                .collect(Collectors.joining(","));
        assertMistake(field, rule, "{" + others + "," + members + "}", Whole.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | `` | the body must be a JSON object",
                "` ` | `` | the body must be a JSON object",
                "null | `` | the body must be a JSON object",
                "[] | `` | the body must be a JSON object",
                "5 | `` | the body must be a JSON object",
                "'x' | `` | the body must be a JSON object",
                "{'name':'a','number':1} {} | `` | nothing may follow the JSON object",
                "{'name':'a','number':-1} | `` | the body must have a number of 0 or more",
            })
    void soIsTheBody(String body, String field, String rule) {
        assertMistake(field, rule, body, Part.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 30_000})
    void whatIsTooDeepIsNotReadToItsEnd(int depth) {
        Problem problem = assertThrows(Problem.class, () -> read("{'any':" + "[".repeat(depth), Whole.class));
        assertEquals(400, problem.status());
        assertEquals(List.of(), problem.violations());
    }

    @Test
    void aNameIsCutShort() {
        assertMistake(
                "x".repeat(64) + "…",
                "is not a known field",
                "{'number':1,'" + "x".repeat(40_000) + "':1}",
                Part.class);
    }

    @Test
    void whatMustBeThereIsRequired() {
        assertMistake("text", "is required", "{}", Required.class);
    }

    @Test
    void aConstructorMayTellByItself() {
        assertMistake("text", "is not to my liking", "{'text':'a'}", Telling.class);
    }

    @Test
    void aTypeThatCannotBeReadIsNoMistakeOfTheClients() {
        assertThrows(InvalidDefinitionException.class, () -> read("{}", Unmade.class));
    }

    private static void assertMistake(String field, String rule, String body, Class<?> type) {
        Problem problem = assertThrows(Problem.class, () -> read(body, type));
        assertEquals(List.of(new Violation(field, rule)), problem.violations());
    }

    private static Object read(String body, Class<?> type) throws Exception {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return JsonBodies.read(JSON, type, new ByteArrayInputStream(bytes));
    }
}
