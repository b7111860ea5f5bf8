package io.userservice.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Values that programs choke on. */
final class Hostile {

    /** For parameters, and for strings in bodies. */
    static final List<String> STRINGS = Stream.of(
                    Stream.of(
                            "",
                            " ",
                            "\t",
                            "null",
                            "undefined",
                            "true",
                            "[]",
                            "{}",
                            "*",
                            ",",
                            ",,",
                            "\"",
                            "\"\"",
                            "W/\"0\""),
                    Stream.of("0", "-1", "+5", "05", "1", "201", "1.5", "1e400", "NaN", "0x10", "٥", " 5"),
                    Stream.of("2147483647", "2147483648", "-2147483649", "9223372036854775808", "9".repeat(400)),
                    Stream.of(
                            "'; drop table users; --", "%", "%_", "\\", "../../etc/passwd", "${jndi:ldap://x}", "<b>"),
                    Stream.of("a\u0000b", "\u0000", "\u0001", "a\rb", "a\nb", "\u001f", "\u007f", "\u0085", "\u2028"),
                    Stream.of(
                            "\u00a0",
                            "\u200b",
                            "\u202e",
                            "\ufeff",
                            "\uffff",
                            "\ue000",
                            "\ud83d",
                            "\ude00",
                            "\ud83d\ude00"),
                    Stream.of("e\u0301", "İ", "ß", "ﬃ", "K", "\u0130@\u0131.example", "a\ud83d@b.example"),
                    Stream.of(
                            "@",
                            "a@",
                            "@b",
                            "a@b",
                            "a@b@c",
                            "a b@c",
                            "a@-b",
                            "a@b..c",
                            "ada@exämple.com",
                            "a@b.example",
                            "A@B.EXAMPLE"),
                    Stream.of("a".repeat(64) + "@b", "a".repeat(65) + "@b", "a@" + "b.".repeat(126) + "c"),
                    Stream.of(
                            "eventual",
                            "Session",
                            "bounded",
                            "bounded;max-staleness=",
                            "bounded;max-staleness=999999999"),
                    Stream.of("bounded;max-staleness=9999999999", "bounded;max-staleness=-1", "AQAAAAEAAAAAAMje2A"),
                    Stream.of("AAAAAAAAAAAAAAAAAA", "AQD_____________8A", "__________________", "AQAAAAEAAAAAAMje2A,x"),
                    Stream.of(
                            "LWNyZWF0ZWRBdA.AQAAAAEAAAAAAMje2A",
                            "ZW1haWwgYQ.AQAAAAEAAAAAAMje2A",
                            ".AQAAAAEAAAAAAMje2A"),
                    Stream.of(
                            "00000000-0000-0000-0000-000000000000", "1-1-1-1-1", "01890a5d-ac96-774b-bcce-b302099a805"),
                    Stream.of("a".repeat(200), "a".repeat(201), "a".repeat(300), "a".repeat(3000), "é".repeat(254)))
            .flatMap(values -> values)
            .toList();

    /** What can be done to a path; in this order, as no Map has one that all runs share. */
    static final List<Map.Entry<String, UnaryOperator<String>>> TARGETS = List.of(
            Map.entry("ends in /", path -> path + "/"),
            Map.entry("begins with //", path -> "/" + path),
            Map.entry("has more in it", path -> path + "/x"),
            Map.entry("has a NUL", path -> path + "%00"),
            Map.entry("has overlong UTF-8", path -> path + "%c0%80"),
            Map.entry("has half an escape", path -> path + "%"),
            Map.entry("has no escape", path -> path + "%zz"),
            Map.entry("has a matrix", path -> path + ";a=b"),
            Map.entry("has a fragment", path -> path + "#x"),
            Map.entry("goes up", path -> path + "/../.." + path),
            Map.entry("has dots", path -> "/." + path + "/."),
            Map.entry("is absolute", path -> "http://localhost" + path),
            Map.entry("is *", path -> "*"),
            Map.entry("is in capitals", path -> path.toUpperCase(Locale.ROOT)),
            Map.entry("is no ASCII", path -> path + "é"),
            Map.entry("has a bad parameter", path -> path + "?%zz"),
            Map.entry("has no UTF-8", path -> path + "?a=%ff"),
            Map.entry("is too long", path -> path + "?a=" + "x".repeat(20_000)));

    /** For Accept and Content-Type. */
    static final List<String> MEDIA_TYPES = List.of(
            "",
            "*/*",
            "text/html",
            "application/xml",
            "application/json",
            "application/merge-patch+json",
            "application/json;charset=utf-16",
            "application/json;charset=nonsense",
            "application/json;q=2",
            "application/problem+json",
            "/",
            "json",
            "a".repeat(5000));

    /** For members of a body. */
    static final List<JsonNode> VALUES = values();

    private Hostile() {}

    private static List<JsonNode> values() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        List<JsonNode> values = new ArrayList<>(List.of(
                json.nullNode(),
                json.booleanNode(true),
                json.numberNode(0),
                json.numberNode(-1),
                json.numberNode(1.5),
                json.numberNode(2147483647),
                json.numberNode(2147483648L),
                json.arrayNode(),
                json.arrayNode().add("a@b.example"),
                json.objectNode(),
                json.objectNode().put("email", "a@b.example"),
                json.textNode("a".repeat(60_000))));
        Stream.of("1e400", "-0", "1.0", "9".repeat(900), "1E-999999999", "NaN", "[".repeat(900) + "]".repeat(900))
                .map(raw -> json.rawValueNode(new RawValue(raw)))
                .forEach(values::add);
        STRINGS.stream().map(json::textNode).forEach(values::add);
        return values;
    }

    /** Whole bodies, made of a good one. */
    static List<byte[]> bodies(String good) {
        Charset latin = StandardCharsets.ISO_8859_1;
        String inner = good.substring(1, good.length() - 1);
        return Stream.concat(
                        Stream.of(
                                "",
                                " ",
                                "null",
                                "true",
                                "0",
                                "\"x\"",
                                "[]",
                                "{}",
                                "[" + good + "]",
                                good + good,
                                good + "x"),
                        Stream.of(
                                good.substring(0, good.length() - 1),
                                good.substring(0, good.length() / 2),
                                "{" + inner + "," + inner + "}",
                                "{" + inner + ",\"unknown\":1}",
                                "{" + inner + ",\"\":1}",
                                "{" + inner + ",\"__proto__\":{}}",
                                "{" + inner + ",\"\\ud83d\":1}",
                                "{" + inner + ",\"\\u0000\":1}",
                                "{" + inner + ",\"Email\":\"a@b.example\"}",
                                "{" + inner + ",\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\"}",
                                "{" + inner + ",\"a\":" + "[".repeat(30_000) + "}",
                                "{" + inner + ",\"a\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000) + "}",
                                "{" + inner + ",\"" + "a".repeat(60_000) + "\":1}",
                                "{" + inner + ",}",
                                "{" + inner + "/*x*/}",
                                good.replace('"', '\''),
                                good.replace("\"", ""),
                                "\u00ef\u00bb\u00bf" + good,
                                good.replaceFirst("@", "@\u00ff"),
                                good.replaceFirst("@", "@\u00c0\u0080"),
                                good.replaceFirst("@", "@\u00ed\u00a0\u00bd"),
                                good.replaceFirst("@", "@\u0000"),
                                good + " ".repeat(70_000),
                                good + " ".repeat(2_200_000)))
                .map(text -> text.getBytes(latin))
                .toList();
    }
}
