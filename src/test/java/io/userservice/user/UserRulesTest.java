package io.userservice.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserRulesTest {

    @ParameterizedTest
    @CsvSource({
        "Ada@Example.COM, ada@example.com, true",
        "É@x, é@x, true",
        "É@x, E\u0301@x, true",
        "e\u0301@x, é@x, true",
        "ΟΔΟΣ@x, οδος@x, true",
        "ς@x, σ@x, true",
        "Straße@x, STRASSE@x, true",
        "ẞ@x, ß@x, true",
        "ﬁ@x, FI@x, true",
        "\u212A@x, k@x, true",
        "\u212B@x, å@x, true",
        "\u2126@x, ω@x, true",
        "ſ@x, S@x, true",
        "µ@x, Μ@x, true",
        "Ǆ@x, ǅ@x, true",
        "Ⴀ@x, ⴀ@x, true",
        "\uD801\uDC00@x, \uD801\uDC28@x, true",
        "ᾳ@x, ΑΙ@x, true",
        "İ@x, i\u0307@x, true",
        "İ@x, i@x, false",
        "ı@x, i@x, false",
        "I@x, i@x, true",
        "é@x, e@x, false",
        "ä@x, ae@x, false",
        "а@x, a@x, false",
        "\uFF21@x, a@x, false",
        "a@x, b@x, false",
    })
    void theSameButForCaseAndComposition(String one, String other, boolean same) {
        assertEquals(same, UserRules.key(one).equals(UserRules.key(other)));
    }

    /** Whatever the JVM's locale is, and however often; and a key is as long as an index can take. */
    @Test
    void aKeyIsItsOwnKey() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            List<Integer> wrong = IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .filter(c -> {
                        String key = UserRules.key(Character.toString(c));
                        return key.length() > 4 * Character.charCount(c) || !key.equals(UserRules.key(key));
                    })
                    .boxed()
                    .toList();
            assertEquals(List.of(), wrong);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e,
                0x200f, 0x202a, 0x202e, 0x2060, 0x2064, 0x2065, 0x2066, 0x2069, 0x206f, 0x2800, 0x3164, 0xfe00, 0xfe0f,
                0xfeff, 0xffa0, 0xfff0, 0xfff9, 0xfffb, 0x110bd, 0x1bca0, 0x1d173, 0xe0001, 0xe0020, 0xe007f, 0xe0100,
                0xe01ef
            })
    void anAddressHasNothingInvisibleInIt(int character) {
        for (String form :
                List.of("%sa@b.example", "a%sb@b.example", "a%s@b.example", "a@b%sc.example", "a@%sb.example")) {
            assertFalse(UserRules.isEmail(form.formatted(Character.toString(character))), form);
        }
        assertFalse(UserRules.isName(Character.toString(character).repeat(2)));
        assertTrue(UserRules.isName("a" + Character.toString(character)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "é@exämple.com",
                "अनिल@उदाहरण.भारत",
                "用户@例子.广告",
                "ß@x",
                "😀@b.example",
                "o'neil+a-b_c.d@b-c.example"
            })
    void whatIsVisibleIsTaken(String email) {
        assertTrue(UserRules.isEmail(email));
    }

    /** No SQL folds by itself. */
    @Test
    void theDatabaseFoldsNothing() {
        for (Sort sort : Sort.values()) {
            String sql = UserRepository.select(new UserQuery(1, sort, null, "a@x", "b"))
                    .toString();
            assertFalse(sql.contains("lower"), sql);
        }
    }
}
